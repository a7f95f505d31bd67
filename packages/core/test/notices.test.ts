import { describe, expect, it } from 'vitest';
import { type Effect, type Policy, parsePolicy, type TicketEvent } from '../src/index.ts';
import { example } from './policy/example.ts';
import { run } from './support/run.ts';
import { policyOf, Story } from './support/story.ts';

const NOTICES = {
  T2: { de: 'Ticket {ticket} liegt bei {tier}.', en: 'Ticket {ticket} is with {tier}.' },
  T3: { de: 'Jetzt bei {tier}.', onEntry: true },
};
const up = (to: string, tag: string, extra: object[] = [{ notice: 'customer_notice' }]) => ({
  id: `to-${to}-${tag}`,
  when: { tag },
  do: [{ tier: to }, ...extra],
});

function policy(escalations: readonly object[], extra: Record<string, unknown> = {}): Policy {
  return policyOf({ guards: { coolDown: '0min' }, notices: NOTICES, escalations, ...extra });
}

/** A ticket of a customer who writes in a language, which gets tags one after the other, a minute each. */
function tagged(tags: readonly string[], language: string | null = 'de'): readonly TicketEvent[] {
  const story = new Story().created('2026-12-02 10:00', { group: 'L1' });
  const [birth] = story.events;
  story.events[0] = { ...birth, features: { length: 80, language, patterns: [] } } as TicketEvent;
  tags.forEach((tag, index) => {
    story.add(`2026-12-02 10:0${index + 1}`, 'agent', { type: 'tags_changed', added: [tag], removed: [] });
  });
  return story.events;
}

const told = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap(({ write, mode }) =>
    write.kind === 'public_notice' ? [`${mode === 'propose' ? '(propose) ' : ''}${write.text.split('\n')[0]}`] : [],
  );
const notices = (rules: Policy, events: readonly TicketEvent[]) => told(run(rules, events, '2026-12-02 11:00').effects);

describe('what the customer reads', () => {
  it.each([
    ['de', 'Ticket 1001 liegt bei Second Level.'],
    ['en', 'Ticket 1001 is with Second Level.'],
    ['fr', 'Ticket 1001 liegt bei Second Level.'], // nobody wrote it in French: the desk's language
    [null, 'Ticket 1001 liegt bei Second Level.'],
  ])('in %s', (language, text) => {
    expect(notices(policy([up('T2', 'a')]), tagged(['a'], language))).toEqual([text]);
  });

  it.each([
    [{ language: 'de', form: 'sie' }, 'en', 'Hello,'],
    [{ language: 'de', form: 'sie' }, 'de', 'Guten Tag,'],
    [{ language: 'de', form: 'du' }, 'fr', 'Hallo,'],
    [{ language: 'en' }, 'fr', 'Hello,'],
  ])('is the standard text where none is written: %j, %s', (locale, language, text) => {
    expect(notices(policy([up('T2', 'a')], { locale, notices: {} }), tagged(['a'], language))).toEqual([text]);
  });

  it('is filled in as it stands: what a value holds is not filled in again', () => {
    const tiers = { T1: { name: 'One', groups: { desk: ['L1'] } }, T2: { name: '{ticket} $& $1' } };

    expect(notices(policy([up('T2', 'a')], { tiers }), tagged(['a']))).toEqual([
      'Ticket 1001 liegt bei {ticket} $& $1.',
    ]);
  });
});

describe('how often the customer is told', () => {
  it('once in a step, whichever rule asks; the second time is explained', () => {
    const rules = policy([up('T2', 'a'), { id: 'again', when: { tag: 'b' }, do: [{ notice: 'customer_notice' }] }]);
    const { effects, decisions } = run(rules, tagged(['a', 'b']), '2026-12-02 11:00');

    expect(told(effects)).toEqual(['Ticket 1001 liegt bei Second Level.']);
    expect(decisions.at(-1)?.reason).toEqual({
      code: 'escalation.notice_skipped',
      rule: 'again',
      facts: { tier: 'T2' },
    });
  });

  it('again in the next step, also when it is the same tier once more', () => {
    const rules = policy([up('T2', 'a'), up('T1', 'b', []), up('T2', 'c')]);

    expect(notices(rules, tagged(['a', 'b', 'c']))).toHaveLength(2);
  });

  it('never for an internal move that the file does not name', () => {
    expect(notices(policy([up('T2', 'a', [])]), tagged(['a']))).toEqual([]);
  });

  it('at each coming to a tier that the file names, by whomever, and not once more by a rule', () => {
    const byHand = new Story()
      .created('2026-12-02 10:00', { group: 'L1' })
      .add('2026-12-02 10:01', 'agent', { type: 'tier_changed', to: 'T3', raw: 'T3' }).events;

    expect(notices(policy([]), byHand)).toEqual(['Jetzt bei Development.']);
    expect(notices(policy([up('T3', 'a')]), tagged(['a']))).toEqual(['Jetzt bei Development.']);
  });

  it('not of a ticket that was in the tier before we came', () => {
    expect(notices(policy([]), new Story().created('2026-12-02 10:00', { tier: 'T3' }).events)).toEqual([]);
  });

  it('by a rule’s own words as often as the rule says', () => {
    const own = {
      id: 'update',
      when: { tag: 'a' },
      do: [{ notice: 'Wir sind dran.' }],
      repeat: { every: '10min', max: 2 },
    };

    expect(notices(policy([own]), tagged(['a']))).toEqual(['Wir sind dran.', 'Wir sind dran.']);
  });
});

describe('a hand-over that is only proposed', () => {
  it('is told when a person agrees to it', () => {
    const rule = { ...up('T2', 'a'), mode: 'propose' };

    expect(notices(policy([rule]), tagged(['a']))).toEqual(['(propose) Ticket 1001 liegt bei Second Level.']);
  });

  it('because a person had decided otherwise, is not told as if it had happened', () => {
    const byHand = new Story()
      .created('2026-12-02 10:00', { group: 'L1' })
      .add('2026-12-02 10:01', 'agent', { type: 'tier_changed', to: 'T3', raw: 'T3' })
      .add('2026-12-02 10:02', 'agent', { type: 'tags_changed', added: ['a'], removed: [] }).events;
    const rules = policy([up('T2', 'a')], { notices: { T2: NOTICES.T2 } });

    expect(notices(rules, byHand)).toEqual(['(propose) Ticket 1001 liegt bei Second Level.']);
  });

  it('as a draft speaks of the step to come', () => {
    const rule = { id: 'r', when: { tag: 'a' }, mode: 'propose', do: [{ draft: 'customer_notice' }, { tier: 'T2' }] };
    const { effects } = run(policy([rule]), tagged(['a']), '2026-12-02 11:00');

    expect(effects.at(-1)?.write).toEqual({
      kind: 'add_note',
      text: 'Entwurf für die Kundin oder den Kunden:\n\nTicket 1001 liegt bei Second Level.',
    });
  });
});

it.each([
  [{ T2: { de: 'Hallo {name}' } }, 'notices/T2/de', 'expected no other braces than {ticket} and {tier}'],
  [{ T2: { de: 'Hallo {ticket' } }, 'notices/T2/de', 'expected no other braces'],
  [{ T2: { deu: 'x' } }, 'notices/T2/deu', 'did you mean `de`?'],
  [{ T9: { de: 'x' } }, 'notices/T9', 'did you mean `T0`?'],
])('%j is a mistake with its place', (texts, path, text) => {
  const parsed = parsePolicy({ ...example(), notices: texts }, 'test');

  const [issue, ...more] = parsed.ok ? [] : parsed.issues;
  expect(more).toEqual([]);
  expect([issue?.path.join('/'), issue?.text.en]).toEqual([path, expect.stringContaining(text)]);
});
