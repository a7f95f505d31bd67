import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type PolicyIssue, parsePolicy } from '../../src/index.ts';
import { germanOf } from '../../src/policy/german.ts';
import { changed, example } from './example.ts';

function issuesOf(data: unknown): readonly PolicyIssue[] {
  const parsed = parsePolicy(data, 'test');
  return parsed.ok ? [] : parsed.issues;
}

interface Mistake {
  readonly at: string;
  readonly value: unknown;
  /** Path of the issue where it is not `at`. */
  readonly path?: string;
  readonly de: string;
  readonly en: string;
  readonly nearest?: string;
}

const rule = (extra: object): object => ({ id: 'r', when: { tag: 'x' }, do: [{ note: 'internal' }], ...extra });

const keys: readonly Mistake[] = [
  {
    at: 'escalation',
    value: [],
    de: 'unbekannter Schlüssel; gemeint ist wohl `escalations`',
    en: 'unknown key; did you mean `escalations`?',
    nearest: 'escalations',
  },
  {
    at: 'sla/onChange',
    value: { prio: 'restart' },
    path: 'sla/onChange/prio',
    de: 'möglich sind: priority, plan, policy, calendar, reopen, merge, spam, delete',
    en: 'possible are: priority, plan, policy, calendar, reopen, merge, spam, delete',
  },
  {
    at: 'escalations/0/when/prority',
    value: 'P1',
    de: 'gemeint ist wohl `priority`',
    en: 'did you mean `priority`?',
    nearest: 'priority',
  },
  {
    at: 'escalations/0/when',
    value: { any: [{ tier: 'T1', ownTim: '2bd' }] },
    path: 'escalations/0/when/any/0/ownTim',
    de: 'gemeint ist wohl `ownTime`',
    en: 'did you mean `ownTime`?',
    nearest: 'ownTime',
  },
  { at: 'tiers/T9', value: { name: 'x' }, de: 'gemeint ist wohl `T0`', en: 'did you mean `T0`?', nearest: 'T0' },
  {
    at: 'plans/basic/matches',
    value: [],
    de: 'gemeint ist wohl `match`',
    en: 'did you mean `match`?',
    nearest: 'match',
  },
  {
    at: 'trackers/github-main/allowField',
    value: [],
    de: 'gemeint ist wohl `allowFields`',
    en: 'did you mean `allowFields`?',
    nearest: 'allowFields',
  },
  {
    at: 'ola',
    value: { T2: { acept: ['1h', '1h', '1h', '1h'] } },
    path: 'ola/T2/acept',
    de: 'gemeint ist wohl `accept`',
    en: 'did you mean `accept`?',
    nearest: 'accept',
  },
];

const names: readonly Mistake[] = [
  {
    at: 'plans/basic/calendar',
    value: 'ofice',
    de: 'Kalender `ofice` gibt es nicht; gemeint ist wohl `office`',
    en: 'there is no calendar `ofice`; did you mean `office`?',
    nearest: 'office',
  },
  { at: 'plans/gold/calendar/P1', value: 'ofice', de: 'Kalender', en: 'no calendar', nearest: 'office' },
  { at: 'tiers/T2/calendar', value: 'ofice', de: 'Kalender', en: 'no calendar', nearest: 'office' },
  { at: 'contacts/lead/calendar', value: 'ofice', de: 'Kalender', en: 'no calendar', nearest: 'office' },
  { at: 'escalations/0/calendar', value: 'night', de: 'möglich sind: office', en: 'possible are: office' },
  {
    at: 'escalations/0/do/0/notify',
    value: 'leed',
    de: 'Ansprechpartner',
    en: 'contact in `contacts` `leed`',
    nearest: 'lead',
  },
  { at: 'contacts/lead/deputy', value: 'bos', de: 'Vertretung `bos` gibt es nicht', en: 'deputy', nearest: 'boss' },
  { at: 'escalations/1/do/1/issue', value: 'github-mian', de: 'Tracker', en: 'tracker', nearest: 'github-main' },
  { at: 'tiers/T2/tracker', value: 'github-mian', de: 'Tracker', en: 'tracker', nearest: 'github-main' },
  { at: 'escalations/1/gate', value: 'T1->T3', de: 'Übergang', en: 'edge', nearest: 'T1->T2' },
  {
    at: 'sla/targets',
    value: { basik: {} },
    path: 'sla/targets/basik',
    de: 'Vertragsstufe',
    en: 'plan',
    nearest: 'basic',
  },
  { at: 'tiering/rules/0/when/plan', value: 'glod', de: 'Vertragsstufe', en: 'plan', nearest: 'gold' },
  {
    at: 'escalations/0/when',
    value: { all: [{ plan: ['basic', 'glod'] }] },
    path: 'escalations/0/when/all/0/plan',
    de: 'Vertragsstufe',
    en: 'plan',
    nearest: 'gold',
  },
  {
    at: 'escalations/0/when',
    value: { pattern: 'bugg' },
    path: 'escalations/0/when/pattern',
    de: 'Muster',
    en: 'pattern',
    nearest: 'bug',
  },
  {
    at: 'escalations/0/mode',
    value: 'autoo',
    de: 'erwartet wird eines von: propose, auto',
    en: 'expected one of: propose, auto',
    nearest: 'auto',
  },
  { at: 'escalations/0/when/sla', value: 'first_replay', de: 'erwartet wird', en: 'expected', nearest: 'first_reply' },
];

const spans = 'eine Spanne wie 30min, 4h, 1d oder 2bd';
const values: readonly Mistake[] = [
  { at: 'sla/targets/basic/first_reply/0', value: '4 hours', de: spans, en: 'a span such as 30min' },
  { at: 'sla/targets/basic/first_reply/0', value: '1.5bd', de: spans, en: 'a span such as 30min' },
  { at: 'escalations/0/when', value: { unowned: '15m' }, path: 'escalations/0/when/unowned', de: spans, en: 'a span' },
  { at: 'guards', value: { coolDown: 'bald' }, path: 'guards/coolDown', de: spans, en: 'a span' },
  { at: 'sla/targets/basic/first_reply', value: ['1h'], de: 'mindestens 4 Einträge', en: 'at least 4 entries' },
  { at: 'escalations/0/when/at', value: '75', de: 'erwartet wird 75%, breach', en: 'expected 75%, breach' },
  {
    at: 'escalations/0/when',
    value: { at: '75%' },
    path: 'escalations/0/when/at',
    de: 'erwartet wird `sla` neben `at`',
    en: 'expected `sla` beside `at`',
  },
  {
    at: 'escalations/0/do',
    value: [{ tag: 'add x', note: 'internal' }],
    path: 'escalations/0/do/0',
    de: 'genau eine Aktion',
    en: 'exactly one action',
  },
  {
    at: 'escalations/0/do',
    value: [{ tag: 'x' }],
    path: 'escalations/0/do/0/tag',
    de: 'erwartet wird „add name“',
    en: 'expected "add name"',
  },
  { at: 'escalations/0/do', value: [], de: 'mindestens 1 Einträge', en: 'at least 1 entries' },
  { at: 'escalations/0/id', value: 'a b', de: 'eine Id aus Buchstaben', en: 'an id of letters' },
  {
    at: 'escalations/0/when',
    value: { agentReplies: 'viele' },
    path: 'escalations/0/when/agentReplies',
    de: 'ein Vergleich wie',
    en: 'a comparison such as',
  },
  {
    at: 'tierEdges',
    value: { 'T1-T2': {} },
    path: 'tierEdges/T1-T2',
    de: 'ein Übergang wie T1->T2',
    en: 'an edge such as T1->T2',
  },
  { at: 'trackers/github-main/repository', value: 'product', de: 'besitzer/name', en: 'owner/name' },
  {
    at: 'contacts/lead/notify',
    value: [{ webhook: 'nope' }],
    path: 'contacts/lead/notify/0/webhook',
    de: 'erwartet wird eine Adresse',
    en: 'expected an address',
  },
  {
    at: 'privacy',
    value: { retention: { events: '2 years' } },
    path: 'privacy/retention/events',
    de: 'eine Aufbewahrungszeit',
    en: 'a time to keep',
  },
  { at: 'sla/effectiveFrom', value: '1.12.2026', de: 'ein Datum JJJJ-MM-TT', en: 'a date YYYY-MM-DD' },
  { at: 'listen', value: { port: 99_999 }, path: 'listen/port', de: 'höchstens 65535', en: 'at most 65535' },
  { at: 'lateAfter', value: '2bd', de: 'eine Spanne wie 1h', en: 'a span such as 1h' },
  { at: 'escalations', value: 'x', de: 'erwartet wird eine Liste', en: 'expected a list' },
  { at: 'version', value: 2, de: 'erwartet wird eines von: 1', en: 'expected one of: 1' },
  {
    at: 'patterns',
    value: { broken: '(' },
    path: 'patterns/broken',
    de: 'kein gültiges Muster (RE2)',
    en: 'not a valid pattern (RE2)',
  },
  {
    at: 'patterns',
    value: { ahead: '(?=x)' },
    path: 'patterns/ahead',
    de: 'kein gültiges Muster',
    en: 'not a valid pattern',
  },
  {
    at: 'escalations',
    value: [rule({}), rule({})],
    path: 'escalations/1/id',
    de: 'die Id `r` gibt es schon',
    en: 'the id `r` is taken',
  },
  {
    at: 'escalations',
    value: [rule({ id: 'first' })],
    path: 'escalations/0/id',
    de: 'die Id `first` gibt es schon',
    en: 'the id `first` is taken',
  },
  {
    at: 'escalations/1/type',
    value: 'hierarchical',
    path: 'escalations/1/do/0/tier',
    de: 'erwartet wird `type: functional`',
    en: 'expected `type: functional`',
  },
];

describe('a mistake in the policy is named with its path, what was expected and the nearest name, in both languages', () => {
  it.each([...keys, ...names, ...values])('$at: $value', ({ at, value, path = at, de, en, nearest = null }) => {
    const [issue, ...more] = issuesOf(changed(at, value));

    expect(more).toEqual([]);
    expect(issue?.path.join('/')).toBe(path);
    expect(issue?.text.de).toContain(de);
    expect(issue?.text.en).toContain(en);
    expect(issue?.nearest).toBe(nearest);
    expect(issue?.severity).toBe('error');
  });

  it('all at once, each on its own line', () => {
    const policy = changed('plans/basic/calendar', 'ofice');
    Object.assign(policy, { patterns: { broken: '(' } });

    expect(issuesOf(policy).map(({ path }) => path.join('/'))).toEqual(['plans/basic/calendar', 'patterns/broken']);
  });

  it('a policy without a calendar is refused', () => {
    expect(issuesOf(changed('calendars', {}))).toContainEqual(
      expect.objectContaining({
        path: ['calendars'],
        text: { de: 'mindestens ein Kalender wird gebraucht', en: 'at least one calendar is needed' },
      }),
    );
  });

  it.each([null, 'text', [], 5])('%j is no policy', (data) => {
    expect(issuesOf(data)).toEqual([
      expect.objectContaining({
        path: [],
        text: { de: 'erwartet wird ein Abschnitt mit Schlüsseln', en: 'expected a section with keys' },
      }),
    ]);
  });

  it('and the example itself has none', () => {
    expect(issuesOf(example())).toEqual([]);
  });
});

describe('names of connections', () => {
  it('are checked where the file names connections', () => {
    const policy = {
      ...changed('mapping', { dsk: {} }),
      connections: { desk: { kind: 'zammad' }, 'github-mian': { kind: 'github' } },
    };

    expect(issuesOf(policy).map(({ path, nearest }) => [path.join('/'), nearest])).toEqual([
      ['mapping/dsk', 'desk'],
      ['trackers/github-main', 'github-mian'],
    ]);
  });

  it('include those of owner groups', () => {
    const policy = {
      ...changed('tiers/T1/groups', { dsek: ['L1'] }),
      connections: { desk: { kind: 'zammad' }, 'github-main': { kind: 'github' } },
    };

    expect(issuesOf(policy)).toEqual([
      expect.objectContaining({ path: ['tiers', 'T1', 'groups', 'dsek'], nearest: 'desk' }),
    ]);
  });

  it('are free where it names none: the policy part alone may be shared', () => {
    expect(issuesOf(changed('mapping', { anywhere: {} }))).toEqual([]);
  });
});

describe('a condition in CEL', () => {
  const mistake = (text: string): PolicyIssue | undefined => issuesOf(changed('tiering/rules/0/if', text))[0];

  it('that asks for an unknown field shows where, and the field that was meant', () => {
    const issue = mistake('ticket.categry == "api"');

    expect(issue?.path).toEqual(['tiering', 'rules', 0, 'if']);
    expect(issue?.nearest).toBe('category');
    expect(issue?.text.de).toContain('unbekanntes Feld: categry');
    const [line = '', caret = ''] =
      issue?.text.en
        .split('\n')
        .filter((part) => part.trim() !== '')
        .slice(-2) ?? [];
    expect(line.slice(caret.indexOf('^'))).toMatch(/^\.?categry/);
  });

  it.each([
    ['ticket.category == "api', 'string'],
    ['ticket.category in ["api"', 'RBRACKET'],
    ['ticket.reopens > "2"', 'overload'],
    ['nobody.tier == "T1"', 'nobody'],
    ['ticket.category', 'yes-or-no'],
    ['', ''],
    ['ticket.category.like("(")', 'missing closing )'],
    ['ticket.tags.exists(t, t.like("(?=x)"))', 'Perl syntax'],
  ])('%j is refused', (text, part) => {
    expect(mistake(text)?.text.en.toLowerCase()).toContain(part.toLowerCase());
  });

  it.each([
    'ticket.category.matches("(a+)+b")',
    'ticket.category . matches ("x")',
    'ticket.category.// hidden\nmatches("x")',
    'ticket.tags.exists(t, t.matches("x"))',
    '[ticket.category].map(c, c.matches("x"))[0]',
  ])('may not use the library’s own regular expressions: %j', (text) => {
    expect(mistake(text)?.text).toEqual({
      de: expect.stringContaining('.like("Muster")'),
      en: expect.stringContaining('.like("pattern")'),
    });
  });

  it('may contain the word in a text', () => {
    expect(mistake('ticket.category == ".matches("')).toBeUndefined();
  });

  it.each([
    ['a list of 201 names', `ticket.category in [${Array.from({ length: 201 }, (_, n) => `"${n}"`).join(',')}]`],
    ['31 levels', `${'('.repeat(40)}true${')'.repeat(40)} && ${'!'.repeat(41)}true`],
    ['600 terms', Array.from({ length: 600 }, () => 'true').join(' && ')],
  ])('is limited in size: %s', (_, text) => {
    expect(mistake(text)).toBeDefined();
  });
});

describe('calendars', () => {
  it.each([
    [{ 'mon-thu': ['08:00-12:3x'] }, 'week/mon-thu/0', '„08:00-12:3x“ ist kein Zeitraum'],
    [{ montag: ['08:00-12:00'] }, 'week/montag', '„montag“ ist kein Wochentag'],
    [{}, 'week', 'nie geöffnet'],
  ])('tell in German what is wrong with the week %j', (week, path, de) => {
    const [issue] = issuesOf(changed('calendars/office/week', week));

    expect(issue?.path.join('/')).toBe(`calendars/office/${path}`);
    expect(issue?.text.de).toContain(de);
    expect(issue?.text.en).not.toContain(de);
  });

  it.each([
    ['timezone', 'Europe/Berlinn', 'timezone', 'Zeitzone „Europe/Berlinn“ ist unbekannt'],
    ['holidays', { regions: ['DE-XX'] }, 'holidays/regions/0', 'Feiertagsregion „DE-XX“ ist unbekannt'],
    ['exceptions', [{ date: '2026-02-30', open: [] }], 'exceptions/0/date', '„2026-02-30“ ist kein Datum'],
  ])('tell in German what is wrong with %s', (part, value, path, de) => {
    const [issue] = issuesOf(changed(`calendars/office/${part}`, value));

    expect(issue?.path.join('/')).toBe(`calendars/office/${path}`);
    expect(issue?.text.de).toContain(de);
  });
});

describe('names of the prototype', () => {
  it('are plain data: unknown keys at the top, ordinary names below, and nothing is polluted', () => {
    const top = JSON.parse('{"version":1,"__proto__":{"polluted":true}}') as object;
    const below = JSON.parse(
      '{"version":1,"contacts":{"__proto__":{"notify":["note"],"polluted":true}},"patterns":{"constructor":"x"},"mapping":{"constructor":{"status":{"__proto__":"open"}}}}',
    ) as object;

    expect(issuesOf(top).map(({ path }) => path)).toEqual([['__proto__']]);
    parsePolicy(below, 'test');

    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    '%s is no calendar, contact, plan or tracker',
    (name) => {
      const policy = example();
      policy.escalations = [
        { id: 'x', when: { plan: name }, do: [{ notify: name }, { issue: name }], calendar: name, gate: 'T1->T2' },
      ];

      expect(
        issuesOf(policy)
          .map(({ path }) => path.slice(2).join('/'))
          .sort(),
      ).toEqual(['calendar', 'do/0/notify', 'do/1/issue', 'when/plan']);
    },
  );
});

describe('the German texts', () => {
  it('exist for every English message of the schemas', () => {
    const folder = new URL('../../src/policy/', import.meta.url);
    const sources = readdirSync(folder).filter((name) =>
      /^(?!issues|german|references|cel|parse)[a-z-]+\.ts$/.test(name),
    );
    const messages = sources.flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/'(expected [^']*)'/g)].map(([, text = '']) => text),
    );

    expect(messages.length).toBeGreaterThan(9);
    expect([...new Set(messages)].filter((message) => germanOf(message) === null)).toEqual([]);
  });
});
