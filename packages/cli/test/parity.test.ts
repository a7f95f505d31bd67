import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../core/test/parity/fixtures/${name}`, import.meta.url));
const ZAMMAD = fixture('zammad-sla-cases.json');

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => bench.remove());

describe('parity', () => {
  it('prints the causes and a last line, and ends with 0', async () => {
    const ran = await bench.stellwerk(['parity', '--cases', ZAMMAD, '--lang', 'de']);

    const lines = ran.stdout.trimEnd().split('\n');
    expect(ran.code).toBe(0);
    expect(lines.at(-1)).toBe('19 passed, 0 failed');
    expect(lines.some((line) => /^ *7 {2}Frist auf Geschäftsschluss/.test(line))).toBe(true);
  });

  it('prints each value that is not reproduced, and ends with 1', async () => {
    const data = JSON.parse(readFileSync(ZAMMAD, 'utf8'));
    data.cases[0].checkpoints[0].expected.escalation_at = '2024-06-10T07:31:00Z';
    const file = bench.write('wrong.json', JSON.stringify(data));

    const ran = await bench.stellwerk(['parity', '--cases', file]);

    const lines = ran.stdout.trimEnd().split('\n');
    expect(ran.code).toBe(1);
    expect(lines[0]).toBe(
      '✗ zsla-r01 event 0 escalation_at: expected 2024-06-10T07:31:00Z, reproduced 2024-06-10T07:30:00Z',
    );
    expect(lines.at(-1)).toBe('18 passed, 1 failed');
  });

  it('gives the report as JSON, of the first cases when limited', async () => {
    const ran = await bench.stellwerk([
      ...['parity', '--json', '--limit', '2', '--cases'],
      fixture('zendesk-ticket-cases.json'),
    ]);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.json()).toMatchObject({
      kind: 'zendesk',
      passed: 2,
      failed: 0,
      causes: { unknown: 0 },
      cases: [{ id: 'zd-1000', ok: true, mismatches: [] }, { id: 'zd-1006' }],
    });
  });

  it.each([
    ['a missing file', ['--cases', 'none.json'], 3],
    ['a file of another form', ['--cases', 'other.json'], 3],
    ['no file', [], 2],
    ['a limit that is no number', ['--cases', ZAMMAD, '--limit', 'few'], 2],
  ])('refuses %s', async (_, args, code) => {
    bench.write('other.json', '{"format":"else/1"}');

    expect((await bench.stellwerk(['parity', ...args])).code).toBe(code);
  });
});
