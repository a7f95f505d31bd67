import { describe, expect, it } from 'vitest';
import { checkPolicy } from '../src/index.ts';
import { at, policyOf } from './support/story.ts';

const row = (text: string): string[] => Array<string>(4).fill(text);
const found = (sections: Parameters<typeof policyOf>[0]): readonly string[] =>
  checkPolicy(policyOf(sections), at('2026-12-02 09:00'))
    .map(({ path, text }) => `${path.join('.')}: ${text.en}`)
    .filter((line) => /^(sla|contracts|escalations)/.test(line));
const levels = (...conditions: (object | undefined)[]) => ({
  sla: {
    targets: { basic: { first_reply: row('4h') } },
    policies: conditions.map((when, index) => ({ id: `p${index}`, when, targets: { restore: row('2h') } })),
  },
});

describe('overlaps of service levels', () => {
  it('name a policy that an earlier one keeps from its turn, and one that shares tickets with it', () => {
    expect(found(levels({ tag: 'vip' }, { tag: 'vip', tier: 'T2' }))).toEqual([
      'sla.policies.1: never gets its turn: `p0` matches first',
    ]);
    expect(found(levels({ tag: 'vip' }, { category: 'api' }))).toEqual([
      'sla.policies.1: overlaps with `p0`: where both match, `p0` holds',
    ]);
  });

  it('are none where one fact has two values, or the wide one comes after the narrow one', () => {
    expect(found(levels({ category: 'api' }, { category: ['sso', 'web'] }))).toEqual([]);
    expect(found(levels({ tag: 'vip' }, undefined))).toEqual([]);
  });

  it('name contracts that share a customer', () => {
    const match = (is: string) => ({ match: [{ 'org.field': 'customer', is }] });

    expect(found({ contracts: { a: match('Nord'), b: match('nord'), c: match('Sued') } })).toEqual([
      'contracts.b.match.0: overlaps with `a`, which matches first',
    ]);
  });

  it('let a rule ask for a clock that only a policy promises', () => {
    const escalations = [{ id: 'late', when: { sla: 'restore', at: 'breach' }, do: [{ note: 'internal' }] }];

    expect(found({ ...levels({ tag: 'vip' }), escalations })).toEqual([]);
    expect(found({ escalations }).length).toBe(1);
  });
});
