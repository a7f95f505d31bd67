import { readFileSync } from 'node:fs';
import {
  METRICS,
  OLA_METRICS,
  PolicyInput,
  parsePolicy,
  readEventLines,
  TIERS,
  TicketEventInput,
  WRITE_CLASSES,
} from '@stellwerk/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const blocks = (text: string, info: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${info}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);

describe('docs/policy.md', () => {
  const text = page('policy.md');

  it('has an example of every section, and all of them together load', () => {
    const policy: Record<string, unknown> = Object.assign({}, ...blocks(text, 'yaml').map((block) => parse(block)));
    const parsed = parsePolicy(policy, 'page');

    expect(parsed.ok ? [] : parsed.issues).toEqual([]);
    expect(Object.keys(policy).sort()).toEqual(Object.keys(PolicyInput.shape).sort());
  });

  it('names every metric and every section in a heading', () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].flatMap(([, heading = '']) => heading.split(', '));

    expect(headings).toEqual(expect.arrayContaining(Object.keys(PolicyInput.shape)));
    expect([...METRICS, ...OLA_METRICS].filter((metric) => !text.includes(metric))).toEqual([]);
  });
});

describe('docs/events.md', () => {
  it('has an example of every type, and each is read without a finding', () => {
    const read = readEventLines(blocks(page('events.md'), 'json').join(''));

    expect(read.issues).toEqual([]);
    expect([...new Set(read.events.map(({ type }) => type))].sort()).toEqual(
      TicketEventInput.options.map(({ shape }) => shape.type.value).sort(),
    );
  });
});

describe('docs/glossary.md', () => {
  it('has the words of tiers, metrics and write classes', () => {
    const text = page('glossary.md');

    expect(
      [...METRICS, ...OLA_METRICS, ...WRITE_CLASSES, TIERS[0], TIERS[4]].filter((word) => !text.includes(word)),
    ).toEqual([]);
  });
});
