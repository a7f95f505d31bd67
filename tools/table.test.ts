import { describe, expect, it } from 'vitest';
import { table } from './table.ts';

describe('table', () => {
  it('aligns words left and numbers right', () => {
    const text = table(
      ['name', 'value'],
      [
        ['ingest', 12_600.4],
        ['a longer name', 0.5234],
      ],
    );

    expect(text).toBe(
      ['name            value', '─────────────  ──────', 'ingest         12,600', 'a longer name   0.523'].join('\n'),
    );
  });

  it('shows its head alone when there is nothing to show', () => {
    expect(table(['name'], [])).toBe('name\n────');
  });
});
