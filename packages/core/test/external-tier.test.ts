import { describe, expect, it } from 'vitest';
import type { Effect, Policy } from '../src/index.ts';
import { clock, run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

/** Office Mon–Fri 09:00–17:00; the vendor works Mon–Fri 07:00–15:00 and has 8 hours of that. */
function policy(extra: Record<string, unknown> = {}): Policy {
  const hours = (open: string) => ({ timezone: 'Europe/Berlin', week: { 'mon-fri': [open] } });
  return policyOf({
    locale: { language: 'de' },
    calendars: { office: hours('09:00-17:00'), vendor: hours('07:00-15:00') },
    tiers: {
      T2: { name: 'Technik', groups: { desk: ['L2'] } },
      T4: { name: 'Hersteller', external: true, calendar: 'vendor', groups: { desk: ['Partner'] } },
    },
    tierEdges: { 'T2->T4': { require: ['version', 'logs', 'account_id'] } },
    ola: { T4: { own: ['8h', '8h', '16h', '16h'] } },
    escalations: [{ id: 'to-vendor', when: { tag: 'vendor' }, do: [{ tier: 'T4' }] }],
    ...extra,
  });
}

const facts = { version: '4.2\nbuild 7', vendor_reference: 'SR-118' };
const story = (): Story =>
  new Story()
    .created('2026-12-02 09:00', { group: 'L2', fields: facts, tags: ['has_logs'], priority: 'P2' })
    .add('2026-12-02 13:00', 'agent', { type: 'tags_changed', added: ['vendor'], removed: [] });
const kinds = (effects: readonly Effect[]): readonly string[] =>
  effects.filter(({ rule }) => rule !== 'tiering').map(({ write }) => write.kind);

describe('a hand-over to a partner outside the house', () => {
  it('wants tier, group, status and one note with the facts of the gate and the partner’s number', () => {
    const { effects } = run(policy(), story().events, '2026-12-02 13:00');
    const own = effects.filter(({ rule }) => rule === 'to-vendor').map(({ write, mode }) => ({ ...write, mode }));

    expect(own).toEqual([
      { kind: 'set_tier', tier: 'T4', mode: 'auto' },
      { kind: 'assign_group', group: 'Partner', mode: 'auto' },
      { kind: 'set_status', status: 'waiting_third_party', mode: 'auto' },
      {
        kind: 'add_note',
        text: [
          'Stellwerk · Übergabe an T4 (Hersteller)',
          '- version: 4.2 build 7',
          '- logs: liegt vor',
          '- account_id: fehlt',
          '- Vorgangsnummer beim Partner: SR-118',
        ].join('\n'),
        mode: 'auto',
      },
    ]);
  });

  it('speaks English where the desk does, and says that the number is missing', () => {
    const events = new Story()
      .created('2026-12-02 09:00', { group: 'L2', fields: { version: '4.2' } })
      .add('2026-12-02 13:00', 'agent', { type: 'tags_changed', added: ['vendor'], removed: [] }).events;
    const { effects } = run(policy({ locale: { language: 'en' } }), events, '2026-12-02 13:00');

    expect(effects.at(-1)?.write).toEqual({
      kind: 'add_note',
      text: [
        'Stellwerk · hand-over to T4 (Hersteller)',
        '- version: 4.2',
        '- logs: missing',
        '- account_id: missing',
        '- the partner’s reference number: missing',
      ].join('\n'),
    });
  });

  it('by a person leaves status and group as that person has them, and is written down', () => {
    const events = new Story()
      .created('2026-12-02 09:00', { group: 'L2' })
      .add('2026-12-02 13:00', 'agent', { type: 'tier_changed', to: 'T4', raw: 'T4' }).events;

    expect(
      run(policy(), events, '2026-12-02 13:00')
        .effects.slice(1)
        .map(({ write }) => write.kind),
    ).toEqual(['add_note']);
  });

  it('needs no status where the ticket waits already, and another where the file says so', () => {
    const waiting = story();
    waiting.events.splice(1, 0, {
      ...waiting.status('2026-12-02 12:00', 'agent', 'waiting_third_party').events.pop()!,
    });
    expect(kinds(run(policy(), waiting.events, '2026-12-02 13:00').effects)).toEqual([
      'set_tier',
      'assign_group',
      'add_note',
    ]);

    const tiers = { ...policy().input.tiers, T4: { name: 'H', external: true, status: 'open' } };
    const { effects } = run(policy({ tiers }), story().events, '2026-12-02 13:00');
    expect(effects.map(({ write }) => write)).toContainEqual({ kind: 'set_status', status: 'open' });
  });

  it('inside the house wants neither status nor note', () => {
    const tiers = { ...policy().input.tiers, T4: { name: 'Development', groups: { desk: ['Partner'] } } };

    expect(kinds(run(policy({ tiers }), story().events, '2026-12-02 13:00').effects)).toEqual([
      'set_tier',
      'assign_group',
    ]);
  });

  it('of a ticket that was there already when we came is left alone', () => {
    const { effects } = run(
      policy(),
      new Story().created('2026-12-02 09:00', { tier: 'T4' }).events,
      '2026-12-02 09:00',
    );

    expect(effects.map(({ write }) => write.kind)).not.toContain('add_note');
  });
});

describe('the vendor’s clock', () => {
  it('counts by the vendor’s calendar, also while the ticket waits for them', () => {
    // 13:00 to 15:00 are 2 of 8 hours; 6 more from 07:00 next day: 13:00
    const events = story().status('2026-12-02 13:01', 'self', 'waiting_third_party').events;
    const { state } = run(policy(), events, '2026-12-02 18:00');
    const own = clock(state, 'own@1');

    expect(own).toMatchObject({ state: 'running', calendar: 'vendor', dueAt: at('2026-12-03 13:00') });
  });

  it('is overrun when the vendor is late, and a rule may say so', () => {
    const rules = policy({
      escalations: [
        { id: 'to-vendor', when: { tag: 'vendor' }, do: [{ tier: 'T4' }] },
        { id: 'late', when: { sla: 'own', tier: 'T4', at: 'breach' }, do: [{ tag: 'add vendor_late' }] },
      ],
    });
    const { effects } = run(rules, story().events, '2026-12-03 14:00');

    expect(effects.find(({ rule }) => rule === 'late')?.at).toBe(at('2026-12-03 13:00') + 1);
  });

  it('ends with the return: an ordinary change by a person', () => {
    const events = story()
      .status('2026-12-02 13:01', 'self', 'waiting_third_party')
      .add('2026-12-02 13:01', 'self', { type: 'group_changed', from: 'L2', to: 'Partner' })
      .add('2026-12-03 08:00', 'agent', {
        type: 'field_changed',
        field: 'vendor_reference',
        from: 'SR-118',
        to: 'SR-118/2',
      })
      .status('2026-12-03 09:00', 'agent', 'open')
      .add('2026-12-03 09:00', 'agent', { type: 'group_changed', from: 'Partner', to: 'L2' }).events;
    const { state, effects } = run(policy(), events, '2026-12-03 09:00');

    // 2 hours on the first day, 07:00 to 09:00 on the second
    expect(clock(state, 'own@1')).toMatchObject({ state: 'met', usedMs: 4 * 3_600_000, endReason: 'moved_on' });
    expect(state.spans.map(({ tier, source }) => `${tier} ${source}`)).toEqual(['T2 group', 'T4 rule', 'T2 group']);
    // the helpdesk is to show the tier of the group; the status and the group are as the person left them
    expect(effects.filter(({ at: when }) => when > at('2026-12-02 13:00')).map(({ write }) => write)).toEqual([
      { kind: 'set_tier', tier: 'T2' },
    ]);
  });
});
