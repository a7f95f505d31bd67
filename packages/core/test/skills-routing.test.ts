import { describe, expect, it } from 'vitest';
import { type Policy, renderReason, type TicketEvent } from '../src/index.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const GROUPS = ['Support DE', 'Support FR', 'API', 'Support CH'];

const STATEMENTS = {
  'Support DE': { languages: ['de'] },
  'Support FR': { languages: ['fr'] },
  API: { languages: ['de', 'fr'], skills: ['API', 'sso'] },
  'Support CH': { languages: ['fr'], regions: ['CH'] },
};

/** T2 has four owner groups at the desk; T1 has one. Every ticket with the tag `up` goes to T2. */
function policy(groups: Record<string, unknown> = STATEMENTS, rule: object = { when: { tag: 'up' } }): Policy {
  return policyOf({
    locale: { language: 'en' },
    tiers: { T1: { name: 'First', groups: { desk: ['L1'] } }, T2: { name: 'Second', groups: { desk: GROUPS } } },
    tiering: { rules: [{ id: 'up', tier: 'T2', ...rule }] },
    groups,
  });
}

interface Ticket {
  readonly language?: string | null;
  readonly tags?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly group?: string;
}

function born({ language = null, tags = [], fields = {}, region, group }: Ticket): readonly TicketEvent[] {
  const [event] = new Story().created('2026-12-02 10:00', {
    tags: ['up', ...tags],
    fields,
    group: group ?? null,
  }).events;
  return [
    {
      ...event,
      features: { length: 80, language, patterns: [] },
      organisation: region === undefined ? null : { ref: 'org', fields: { region } },
    } as TicketEvent,
  ];
}

function routed(ticket: Ticket, rules = policy()) {
  const { effects, decisions } = run(rules, born(ticket), '2026-12-02 10:00');
  const write = effects.map((effect) => effect.write).find(({ kind }) => kind === 'assign_group');
  const decision = decisions.find(({ reason }) => reason.code === 'tier.group_chosen');
  return { group: write?.kind === 'assign_group' ? write.group : null, facts: decision?.reason.facts };
}

describe('the owner group of a tier', () => {
  it.each<[string, Ticket, string, object]>([
    ['nothing known: the first of the list', {}, 'Support DE', { language: null, skill: null, region: null }],
    ['by language', { language: 'fr' }, 'Support FR', { language: 'fr', skill: null, region: null }],
    ['by skill, from a tag', { language: 'de', tags: ['api'] }, 'API', { language: 'de', skill: 'api', region: null }],
    ['by skill, from the category', { language: 'fr', fields: { category: 'SSO' } }, 'API', { skill: 'sso' }],
    ['by skill, from the field', { fields: { skill: 'sso, api' } }, 'API', { language: null, skill: 'api, sso' }],
    ['by region of the organisation', { language: 'fr', region: 'ch' }, 'Support CH', { language: 'fr', region: 'ch' }],
    [
      'by region of the ticket',
      { language: 'fr', fields: { region: 'CH' }, region: 'DE' },
      'Support CH',
      { region: 'CH' },
    ],
    ['language before region', { language: 'de', region: 'CH' }, 'Support DE', { language: 'de', region: null }],
    ['skill before region', { language: 'fr', tags: ['api'], region: 'CH' }, 'API', { skill: 'api', region: null }],
    ['a tag that is nobody’s skill says nothing', { language: 'de', tags: ['vip'] }, 'Support DE', { skill: null }],
  ])('%s', (_, ticket, group, facts) => {
    const result = routed(ticket);

    expect(result.group).toBe(group);
    expect(result.facts).toMatchObject({ tier: 'T2', group, ...facts });
  });

  it('without a statement goes before one that states something else', () => {
    const rules = policy({ ...STATEMENTS, 'Support FR': {} });

    expect(routed({ language: 'it' }, rules)).toMatchObject({ group: 'Support FR', facts: { language: null } });
  });

  it('that the ticket sits in is kept among equals, and left for one that fits better', () => {
    expect(routed({ language: 'fr', group: 'Support CH' }).group).toBeNull();
    expect(routed({ language: 'fr', group: 'Support DE' }).group).toBe('Support FR');
  });

  it('is the one a rule names, whatever the groups say', () => {
    const rules = policy(STATEMENTS, { group: 'Support DE' });

    expect(routed({ language: 'fr' }, rules)).toEqual({ group: 'Support DE', facts: undefined });
  });

  it('needs no reason where the file says nothing of its groups', () => {
    expect(routed({ language: 'fr' }, policy({}))).toEqual({ group: 'Support DE', facts: undefined });
  });

  it('is not looked at for skills or a region where the ticket names none of ours, or an empty one', () => {
    const rules = policy({ 'Support DE': { skills: ['api'], regions: ['DE'] } });

    // one that says what nobody asked for is no worse than one that says nothing
    expect(routed({ tags: ['invoice'] }, rules).group).toBe('Support DE');
    expect(routed({ fields: { region: '' } }, rules).group).toBe('Support DE');
  });

  it('that fits the region goes before others, wherever it stands in the list', () => {
    const first = policy({ 'Support DE': { regions: ['CH'] } });
    const second = policy({ 'Support FR': { regions: ['CH'] } });

    expect(routed({ region: 'CH' }, first).group).toBe('Support DE');
    expect(routed({ region: 'CH' }, second).group).toBe('Support FR');
  });

  it('says of several skills only those it has', () => {
    const rules = policy({ API: { skills: ['api'] }, 'Support CH': { skills: ['sso', 'billing'] } });

    expect(routed({ tags: ['api', 'mobile'], fields: { skill: 'sso, billing' } }, rules)).toMatchObject({
      group: 'Support CH',
      facts: { skill: 'billing, sso' },
    });
    expect(routed({ tags: ['api', 'sso'] }, rules)).toMatchObject({ group: 'API', facts: { skill: 'api' } });
  });

  it('that is the only one of its tier needs no choice, whatever is said of it', () => {
    const rules = policyOf({
      tiers: { T2: { name: 'Second', groups: { desk: ['Support FR'] } } },
      tiering: { rules: [{ id: 'up', tier: 'T2' }] },
      groups: { 'Support FR': { languages: ['fr'] } },
    });

    expect(routed({ language: 'fr' }, rules)).toEqual({ group: 'Support FR', facts: undefined });
  });

  it('that somebody put the ticket into, and that made the tier, is not changed for one that fits better', () => {
    const rules = policy(STATEMENTS, { when: { tag: 'other' } });
    const { state, effects } = run(rules, born({ language: 'fr', group: 'Support DE' }), '2026-12-02 10:00');

    expect(state.spans.map(({ tier, source }) => `${tier} ${source}`)).toEqual(['T2 group']);
    expect(effects.map(({ write }) => write.kind)).toEqual(['set_tier']);
  });

  it('is explained in both languages, and the effect says the same', () => {
    const { effects } = run(policy(), born({ language: 'fr', tags: ['api'] }), '2026-12-02 10:00');
    const reason = effects.find(({ write }) => write.kind === 'assign_group')?.reason;

    expect(reason && renderReason(reason, { language: 'en' })).toBe(
      'Group “API” for T2: language fr, skill api, region –.',
    );
    expect(reason && renderReason(reason, { language: 'de' })).toBe(
      'Gruppe „API“ für T2: Sprache fr, Fachgebiet api, Region –.',
    );
  });

  it.each(['constructor', '__proto__', 'toString'])('named %s is a group without a statement', (name) => {
    const rules = policyOf({
      tiers: { T2: { name: 'Second', groups: { desk: [name, 'Support FR'] } } },
      tiering: { rules: [{ id: 'up', tier: 'T2' }] },
      groups: { 'Support FR': { languages: ['fr'] } },
    });

    expect(routed({ language: 'fr' }, rules).group).toBe('Support FR');
    expect(routed({ language: 'de' }, rules).group).toBe(name);
  });
});
