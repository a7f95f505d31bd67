import type { Policy, Priority, StatusClass, Tier } from '@stellwerk/core';
import type { Discovered, NamedThing } from '@stellwerk/ports';
import { BY_CLASS, BY_NAME, BY_NAME_AND_CLASS, BY_NUMBER, type Proposal } from './proposal.ts';

const LEVELS: readonly (readonly [Tier, RegExp, RegExp])[] = [
  [
    'T1',
    /\b(1st|l1|t1|first|erste[rs]?)\b|\b(level|tier|stufe)[ -]?1\b/,
    /service ?desk|help ?desk|front ?(line|office)|hotline|kundendienst|kundenservice/,
  ],
  [
    'T2',
    /\b(2nd|l2|t2|second|zweite[rs]?)\b|\b(level|tier|stufe)[ -]?2\b/,
    /techni|spezialist|specialist|back ?office|fachabteilung/,
  ],
  [
    'T3',
    /\b(3rd|l3|t3|third|dritte[rs]?)\b|\b(level|tier|stufe)[ -]?3\b/,
    /entwickl|develop|engineer|\bdev\b|produkt|software/,
  ],
  ['T4', /\b(l4|t4)\b|\b(level|tier|stufe)[ -]?4\b/, /partner|hersteller|vendor|supplier|lieferant|extern/],
];

/** Which tier owns which group, by their names. Groups that the file knows already are left as they are. */
export function tierProposals(connection: string, policy: Policy, { groups }: Discovered): readonly Proposal[] {
  const tiers = policy.input.tiers;
  const owned = new Set(Object.values(tiers).flatMap((tier) => tier?.groups[connection] ?? []));
  const found = (groups ?? []).filter(({ name, isActive }) => isActive && !owned.has(name));
  return LEVELS.flatMap(([tier, number, word]) => {
    const byNumber = found.filter(({ name }) => number.test(name.toLowerCase()));
    const byWord = found.filter(({ name }) => !isNumbered(name) && word.test(name.toLowerCase()));
    const names = [...byNumber, ...byWord].map(({ name }) => name);
    if (names.length === 0) return [];
    const value = [...(tiers[tier]?.groups[connection] ?? []), ...names];
    const confidence = byWord.length === 0 ? BY_NUMBER : BY_NAME;
    const why = {
      de: `Gruppen nach ihrem Namen: ${names.join(', ')}`,
      en: `groups by their names: ${names.join(', ')}`,
    };
    return [{ part: 'tiers' as const, path: ['tiers', tier, 'groups', connection], value, confidence, why }];
  });
}

function isNumbered(name: string): boolean {
  return LEVELS.some(([, number]) => number.test(name.toLowerCase()));
}

/** Groups that no tier owns, now or by a proposal. */
export function groupsWithoutTier(
  connection: string,
  policy: Policy,
  { groups }: Discovered,
  proposals: readonly Proposal[],
): readonly string[] {
  const proposed = proposals.filter(({ part }) => part === 'tiers').flatMap(({ value }) => value as string[]);
  const owned = Object.values(policy.input.tiers).flatMap((tier) => tier?.groups[connection] ?? []);
  const known = new Set([...proposed, ...owned]);
  return (groups ?? []).filter(({ name, isActive }) => isActive && !known.has(name)).map(({ name }) => name);
}

/** What every adapter knows by itself. */
const KNOWN_STATUSES = new Set([
  'new',
  'open',
  'pending',
  'hold',
  'on-hold',
  'solved',
  'closed',
  'deleted',
  'pending reminder',
  'pending close',
  'merged',
  'removed',
]);

const STATUS_WORDS: readonly (readonly [StatusClass, RegExp])[] = [
  ['waiting_dev', /entwickl|\bdev|bug ?fix|engineer|\bfix\b|release/],
  ['waiting_third_party', /hersteller|vendor|partner|lieferant|supplier|third|dritt|extern|provider|on.?hold/],
  ['waiting_requester', /kunde|customer|requester|rückfrage|rueckfrage|antwort|reply|pending|wart|waiting|awaiting/],
  ['solved', /gelöst|geloest|solved|resolved|erledigt|done|fertig/],
  ['closed', /closed|geschlossen|archiv|abgelehnt|rejected/],
  ['new', /^neu|\bnew\b|eingang/],
  ['open', /open|offen|bearbeitung|progress|arbeit|assigned|zugewiesen|triage/],
];

const STATUS_CATEGORIES: Readonly<Record<string, StatusClass>> = {
  new: 'new',
  open: 'open',
  pending: 'waiting_requester',
  'pending reminder': 'waiting_requester',
  'pending action': 'waiting_requester',
  hold: 'waiting_third_party',
  solved: 'solved',
  closed: 'closed',
};

/** What each status of the account's own making stands for: by its name, and by the provider's class of it. */
export function statusProposals(connection: string, policy: Policy, { statuses }: Discovered): readonly Proposal[] {
  const mapped = policy.input.mapping[connection]?.status ?? {};
  return active(statuses).flatMap(({ name, category }) => {
    if (KNOWN_STATUSES.has(name.toLowerCase()) || Object.hasOwn(mapped, name)) return [];
    const byName = STATUS_WORDS.find(([, words]) => words.test(name.toLowerCase()))?.[0];
    const byClass = STATUS_CATEGORIES[(category ?? '').toLowerCase()];
    const value = byName ?? byClass;
    if (value === undefined) return [];
    const agrees = byName !== undefined && byClass !== undefined && kindOf(byName) === kindOf(byClass);
    const confidence = agrees
      ? BY_NAME_AND_CLASS
      : byName === undefined
        ? BY_CLASS
        : byClass === undefined
          ? BY_NAME
          : BY_CLASS;
    const why = {
      de: `Status „${name}“${category === null ? '' : `, beim Anbieter ${category}`}`,
      en: `status “${name}”${category === null ? '' : `, ${category} at the provider`}`,
    };
    return [{ part: 'status' as const, path: ['mapping', connection, 'status', name], value, confidence, why }];
  });
}

/** Classes that stop the clock alike agree: a provider has one word for all kinds of waiting. */
function kindOf(status: StatusClass): string {
  if (status.startsWith('waiting')) return 'waiting';
  return status === 'new' || status === 'open' ? 'working' : 'over';
}

const KNOWN_PRIORITIES = new Set([
  'urgent',
  'high',
  'normal',
  'low',
  '4 urgent',
  '3 high',
  '2 normal',
  '1 low',
  'medium',
]);

const PRIORITY_WORDS: readonly (readonly [Priority, RegExp])[] = [
  ['P1', /\bp1\b|\bprio(rität|rity)? ?1\b|urgent|kritisch|critical|blocker|notfall|emergency|dringend|sehr hoch/],
  ['P2', /\bp2\b|\bprio(rität|rity)? ?2\b|high|hoch|wichtig|major/],
  ['P3', /\bp3\b|\bprio(rität|rity)? ?3\b|normal|medium|mittel|standard/],
  ['P4', /\bp4\b|\bprio(rität|rity)? ?4\b|low|niedrig|gering|minor|frage|wunsch/],
];

/** What each priority of the account's own making stands for. */
export function priorityProposals(connection: string, policy: Policy, { priorities }: Discovered): readonly Proposal[] {
  const mapped = policy.input.mapping[connection]?.priority ?? {};
  return active(priorities).flatMap(({ name }) => {
    if (KNOWN_PRIORITIES.has(name.toLowerCase()) || Object.hasOwn(mapped, name)) return [];
    const value = PRIORITY_WORDS.find(([, words]) => words.test(name.toLowerCase()))?.[0];
    if (value === undefined) return [];
    const confidence = /\d/.test(name) ? BY_NUMBER : BY_NAME;
    const why = { de: `Priorität „${name}“`, en: `priority “${name}”` };
    return [{ part: 'priority' as const, path: ['mapping', connection, 'priority', name], value, confidence, why }];
  });
}

/** Statuses and priorities that neither we nor a proposal can place. */
export function unplaced(
  discovered: Discovered,
  connection: string,
  policy: Policy,
  proposals: readonly Proposal[],
): readonly string[] {
  const placed = new Set(proposals.map(({ path }) => path.slice(2).join('/')));
  const { status = {}, priority = {} } = policy.input.mapping[connection] ?? {};
  const left = (kind: string, things: readonly NamedThing[] | null, known: ReadonlySet<string>, mapped: object) =>
    active(things)
      .filter(
        ({ name }) => !known.has(name.toLowerCase()) && !Object.hasOwn(mapped, name) && !placed.has(`${kind}/${name}`),
      )
      .map(({ name }) => `mapping.${connection}.${kind}.${name}`);
  return [
    ...left('status', discovered.statuses, KNOWN_STATUSES, status),
    ...left('priority', discovered.priorities, KNOWN_PRIORITIES, priority),
  ];
}

function active(things: readonly NamedThing[] | null): readonly NamedThing[] {
  return (things ?? []).filter(({ isActive }) => isActive);
}
