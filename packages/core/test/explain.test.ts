import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '../src/explain/templates.ts';
import { localTime, renderReason, span } from '../src/index.ts';
import { run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const source = new URL('../src/', import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) =>
    name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('explain') && !name.startsWith('calendar'),
);
const sources = files.map((name) => readFileSync(new URL(name, source), 'utf8')).join('\n');

/** Codes as `decided(…)` is given them: a literal, one of two, or `sla.` and the state a clock ended in. */
function usedCodes(): ReadonlySet<string> {
  const literal = [...sources.matchAll(/'((?:tier|sla|ola|escalation|gate|issue)\.[a-z_]+)'/g)].map(
    ([, code = '']) => code,
  );
  const outside = 'change.undone'; // given by the runtime when a change is taken back
  return new Set([...literal, 'sla.met', 'sla.breached', 'sla.cancelled', outside]);
}

describe('every reason', () => {
  it('that the sources name has a sentence in both languages, and no sentence is left over', () => {
    expect([...usedCodes()].sort()).toEqual(Object.keys(TEMPLATES).sort());
    for (const { de, en } of Object.values(TEMPLATES)) {
      expect(de).not.toBe(en);
      expect(en).toMatch(/[.)?]$/);
    }
  });

  it('names in its sentence only facts that it carries', () => {
    const policy = policyOf({
      preset: 'none',
      tierEdges: { 'T1->T2': { require: ['logs'] } },
      sla: {
        targets: { basic: { first_reply: ['1h', '4h', '8h', '1bd'], resolution: ['8h', '16h', '40h', '-'] } },
        pause: { waiting_requester: ['resolution'] },
      },
      ola: { T2: { accept: ['1h', '1h', '1h', '1h'] } },
      trackers: { gh: { kind: 'github', repository: 'a/b' } },
      escalations: [
        { id: 'breach', when: { sla: 'any', at: 'breach' }, do: [{ note: 'internal' }] },
        { id: 'gate', when: { tag: 'bug' }, gate: 'T1->T2', do: [{ tier: 'T2' }] },
        { id: 'ask', when: { agentReplies: '>=1' }, mode: 'propose', do: [{ tier: 'T3' }] },
      ],
    });
    const issue = { tracker: 'gh', issue: 'a/b#1' };
    const story = new Story()
      .created('2026-12-02 09:00', { tags: ['bug'] })
      .message('2026-12-02 14:00', 'agent')
      .priority('2026-12-02 14:10', 'P1')
      .priority('2026-12-02 14:20', 'P4')
      .priority('2026-12-02 14:30', 'P2')
      .status('2026-12-02 15:00', 'agent', 'waiting_requester')
      .status('2026-12-02 15:30', 'requester', 'open')
      .add('2026-12-02 15:40', 'agent', { type: 'tier_changed', to: 'T2', raw: 'T2' })
      .add('2026-12-02 15:50', 'agent', { type: 'issue_state_changed', issue, to: 'closed', reason: 'completed' })
      .add('2026-12-02 15:51', 'agent', { type: 'issue_commented', issue, commentId: '1' })
      .status('2026-12-02 16:00', 'agent', 'solved')
      .status('2026-12-02 16:30', 'requester', 'open');

    const { decisions } = run(policy, story.events, '2026-12-10 09:00');

    expect(new Set(decisions.map(({ reason }) => reason.code)).size).toBeGreaterThan(14);
    for (const { reason } of decisions) {
      const always = `${TEMPLATES[reason.code]?.de}${TEMPLATES[reason.code]?.en}`.replace(/\[[^\]]*\]/g, '');
      const names = [...always.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      expect(
        names.filter((name) => name !== 'rule' && !(name in reason.facts)),
        reason.code,
      ).toEqual([]);
    }
  });
});

describe('a sentence', () => {
  const reason = {
    code: 'sla.started',
    rule: null,
    facts: {
      clock: 'first_reply#1',
      target: '4h',
      calendar: 'office',
      dueAt: at('2026-12-02 13:00'),
      plan: 'basic',
      priority: 'P2',
    },
  };

  it('is German or English, with local times and the field’s words', () => {
    expect(renderReason(reason, { language: 'de' })).toBe(
      'Uhr „Erste Antwort“ gestartet: Ziel 4h nach Kalender office, fällig 02.12.2026 13:00 (basic, P2).',
    );
    expect(renderReason(reason, { language: 'en', timeZone: 'America/New_York' })).toBe(
      'Clock “first reply” started: target 4h by calendar office, due 2026-12-02 07:00 (basic, P2).',
    );
  });

  it.each([
    ['first_reply#1', '„Erste Antwort“', '“first reply”'],
    ['next_reply#3', '„Folgeantwort 3“', '“next reply 3”'],
    ['own@2', '„Zeit der Stufe (Abschnitt 3)“', '“time of the tier (span 3)”'],
    ['accept@0', '„Annahme (Abschnitt 1)“', '“acceptance (span 1)”'],
    ['unheard_of', 'unheard_of', 'unheard_of'],
  ])('names the clock %s', (clock, de, en) => {
    const paused = { code: 'sla.paused', rule: null, facts: { clock, status: 'waiting_requester' } };

    expect(renderReason(paused, { language: 'de' })).toBe(`Uhr ${de} angehalten: Status wartet auf den Kunden.`);
    expect(renderReason(paused, { language: 'en' })).toBe(`Clock ${en} paused: status waiting for the customer.`);
  });

  it('puts the codes of reasons and modes into words', () => {
    const met = {
      code: 'sla.met',
      rule: null,
      facts: { clock: 'resolution#1', usedMs: 5_400_000, targetMs: 14_400_000, reason: 'solved' },
    };

    expect(renderReason(met, { language: 'de' })).toBe('Uhr „Lösung“ eingehalten: 1h 30min von 4h 00min (gelöst).');
    expect(renderReason(met, { language: 'en' })).toBe('Clock “resolution” met: 1h 30min of 4h 00min (solved).');
  });

  it('of an unknown code shows the data, so that nothing is lost', () => {
    expect(renderReason({ code: 'new.thing', rule: null, facts: { a: 1 } }, { language: 'de' })).toBe(
      'new.thing {"a":1}',
    );
    expect(renderReason({ code: 'constructor', rule: null, facts: {} }, { language: 'en' })).toBe('constructor {}');
  });

  it('writes what is missing as a dash, and braces in values as they are', () => {
    const changed = { code: 'tier.changed', rule: null, facts: { from: null, to: '{rule}' } };

    expect(renderReason(changed, { language: 'en' })).toBe('Tier – → {rule}.');
  });
});

describe('times and spans', () => {
  it('follow the zone through summer time', () => {
    const winter = Date.parse('2026-03-29T00:30:00Z');

    expect(localTime(winter, { language: 'en' })).toBe('2026-03-29 01:30');
    expect(localTime(winter + 3_600_000, { language: 'en' })).toBe('2026-03-29 03:30');
    expect(localTime(winter, { language: 'de', timeZone: 'UTC' })).toBe('29.03.2026 00:30');
  });

  it.each([
    [0, '0s'],
    [59_499, '59s'],
    [60_000, '1min'],
    [3_599_000, '59min'],
    [3_600_000, '1h 00min'],
    [90_000_000, '25h 00min'],
  ])('%i ms is %s', (ms, text) => {
    expect(span(ms)).toBe(text);
  });
});
