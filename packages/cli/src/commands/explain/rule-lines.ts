import {
  type CelExplanation,
  type LastChange,
  type PartExplanation,
  type RuleExplanation,
  type RuleStanding,
  type Text,
  type TieringExplanation,
  wordOf,
} from '@stellwerk/core';
import { changedText, changedValue } from './changed.ts';
import { CLOCK_STATES } from './words.ts';

type Language = 'de' | 'en';
type Time = (at: number) => string;

const STANDINGS: Readonly<Record<RuleStanding, Text>> = {
  due: { de: 'löst beim nächsten Blick aus', en: 'fires at the next look' },
  condition: { de: 'trifft nicht zu', en: 'does not hold' },
  cel: { de: '`if` trifft nicht zu', en: '`if` does not hold' },
  once: { de: 'hat ausgelöst, und tut es nur einmal', en: 'has fired, and does so once' },
  repeat: { de: 'hat ausgelöst und wiederholt sich', en: 'has fired and repeats' },
  exhausted: { de: 'hat so oft ausgelöst, wie sie darf', en: 'has fired as often as it may' },
  over: { de: 'hat ausgelöst; der Anlass ist vorbei', en: 'has fired; its occasion is over' },
  cool_down: { de: 'wartet das Ende der Sperrzeit ab', en: 'waits for the end of its cool-down' },
  withdrawn: { de: 'das Ticket ist zurückgezogen', en: 'the ticket is withdrawn' },
};

/** A rule with what keeps it from firing, one line for each part that does not hold. */
export function ruleLines(rule: RuleExplanation, language: Language, time: Time): readonly string[] {
  const german = language === 'de';
  const comes = rule.comesAt === null ? '' : `, ${german ? 'von selbst' : 'by itself'} ${time(rule.comesAt)}`;
  const missing = rule.missingFacts.join(', ');
  return [
    `${rule.rule}: ${STANDINGS[rule.standing][language]}${comes}`,
    ...(rule.standing === 'condition' ? failing(rule.parts, language, time) : []),
    ...(rule.standing === 'cel' ? celLines(rule.cel) : []),
    ...(missing === '' ? [] : [`  ${german ? 'zur Übergabe fehlt' : 'missing for the hand-over'}: ${missing}`]),
  ];
}

/** The tiering rules that were asked when the tier was chosen. */
export function tierRuleLines(rules: readonly TieringExplanation[], language: Language, time: Time): readonly string[] {
  const german = language === 'de';
  return rules.flatMap(({ rule, tier, matched, parts, cel }) => [
    `${rule} → ${tier}: ${matched ? (german ? 'traf zu' : 'matched') : german ? 'traf nicht zu' : 'did not match'}`,
    ...(matched ? [] : [...failing(parts, language, time), ...(cel?.holds === false ? celLines(cel) : [])]),
  ]);
}

/** What the last event or deadline changed. */
export function changeLines(change: LastChange | null, language: Language, time: Time): readonly string[] {
  if (change === null) return [];
  const cause =
    change.event === null
      ? { de: 'Frist', en: 'deadline' }[language]
      : `${wordOf('event', change.event, language)} (${wordOf('actor', change.actor ?? 'unknown', language)})`;
  const value = (what: string, each: string | number | null): string => changedValue(what, each, language, time);
  return [
    `${time(change.at)}  ${cause}`,
    ...change.changes.map(
      ({ what, from, to }) => `  ${changedText(what, language)}: ${value(what, from)} → ${value(what, to)}`,
    ),
  ];
}

function failing(parts: readonly PartExplanation[], language: Language, time: Time): readonly string[] {
  return parts.flatMap((part): readonly string[] => {
    if (part.holds) return [];
    if (part.kind !== 'value') return part.of.flatMap((each) => failing(each, language, time));
    const comes = part.at === null ? '' : ` (${time(part.at)})`;
    const has = { de: 'vorhanden', en: 'there is' }[language];
    return [`  ✗ ${part.key}: ${part.wanted}${comes}; ${has} ${actualText(part, language)}`];
  });
}

/** A clock with its state is said in words; all else as the policy file would name it. */
function actualText({ key, actual }: { readonly key: string; readonly actual: string }, language: Language): string {
  if (key !== 'sla' || actual === '') return actual || '–';
  const [clock = '', state = ''] = actual.split(' ');
  return `${wordOf('clock', clock, language)} ${CLOCK_STATES[language][state] ?? state}`;
}

function celLines(cel: CelExplanation | null): readonly string[] {
  if (cel === null) return [];
  const values = Object.entries(cel.values).map(([name, value]) => `${name} = ${value || '–'}`);
  return [`  ✗ ${cel.text}${values.length === 0 ? '' : ` [${values.join('; ')}]`}`];
}
