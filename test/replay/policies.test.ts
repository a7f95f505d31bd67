import { readdirSync, readFileSync } from 'node:fs';
import { parsePolicy } from '@stellwerk/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = new URL('../../examples/policies/', import.meta.url);
const read = (name: string): ReturnType<typeof parsePolicy> =>
  parsePolicy(parse(readFileSync(new URL(name, folder), 'utf8')), name);

describe('example policies', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('%s loads without a finding', (name) => {
    expect(read(name)).toMatchObject({ ok: true, warnings: [] });
  });

  it('say what they seem to say: spans, calendars, plans and rules', () => {
    const parsed = read('acme.yaml');
    if (!parsed.ok) throw new Error('acme.yaml does not load');
    const { policy } = parsed;

    expect(policy.defaultPlan).toBe('basic');
    expect(policy.input.sla.targets.enterprise?.first_reply).toEqual([
      { kind: 'open', ms: 30 * 60_000 },
      { kind: 'open', ms: 3_600_000 },
      { kind: 'open', ms: 4 * 3_600_000 },
      { kind: 'bd', days: 1 },
    ]);
    expect(policy.input.sla.targets.enterprise?.restore?.[2]).toBeNull();
    expect(policy.tieringRules.map(({ id, condition }) => [id, condition !== null])).toEqual([
      ['sso-zu-technik', true],
      ['absturz', false],
      ['rechnung', false],
      ['english', true],
    ]);
    expect(policy.escalations.map(({ id, type, mode }) => `${id} ${type} ${mode}`)).toEqual([
      'frist-75 hierarchical auto',
      'frist-verletzt hierarchical auto',
      'p1-ohne-uebernahme hierarchical auto',
      't1-zu-t2 functional propose',
      'bug-an-entwicklung functional propose',
      'haeufung hierarchical auto',
      'pingpong hierarchical auto',
      'high-touch-rot hierarchical auto',
    ]);
    // Epiphany is a holiday in Bavaria: Tuesday 5 January 17:30 is followed by Thursday 7 January 08:00.
    const office = policy.calendars.get('buero');
    expect(office?.nextOpening(Date.parse('2027-01-05T17:30:00+01:00'))).toBe(Date.parse('2027-01-07T08:00:00+01:00'));
  });
});
