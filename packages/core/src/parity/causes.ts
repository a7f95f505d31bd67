/** A text in both languages of the product. */
interface Text {
  readonly de: string;
  readonly en: string;
}

/** Why our value and the native one differ, simplest first: the order in which they are tried. */
export const CAUSES = [
  'rounding',
  'roll_over',
  'start_event',
  'reopen',
  'pause_cut',
  'policy_change',
  'unfulfilled_by_actor',
  'schedule_mode',
  'left_behind',
  'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What each cause means, for people. */
export const CAUSE_TEXTS: Readonly<Record<Cause, Text>> = {
  rounding: {
    de: 'Rundung: der Helpdesk zählt ganze Minuten, wir rechnen genau',
    en: 'rounding: the helpdesk counts whole minutes, we count exactly',
  },
  roll_over: {
    de: 'Frist auf Geschäftsschluss: der Helpdesk schiebt sie auf die nächste Öffnung',
    en: 'deadline on a close: the helpdesk moves it to the next opening',
  },
  start_event: {
    de: 'Beginn: der Helpdesk lässt die Uhr mit einem anderen Ereignis beginnen',
    en: 'start: the helpdesk lets the clock begin with another event',
  },
  reopen: {
    de: 'Wiedereröffnung: der Helpdesk führt die Uhr danach anders weiter',
    en: 'reopening: the helpdesk goes on with the clock in another way',
  },
  pause_cut: {
    de: 'Pause: der Helpdesk schneidet Beginn und Ende auf die Minute ab und zählt eine laufende noch nicht',
    en: 'pause: the helpdesk cuts begin and end to the minute and does not count a running one yet',
  },
  policy_change: {
    de: 'Wechsel der Regel: der Helpdesk zählt das neue Ziel ab Erstellung und erst nach seinem Neuberechnen',
    en: 'change of the rule: the helpdesk counts the new target from creation, and only once it has recalculated',
  },
  unfulfilled_by_actor: {
    de: 'Wer erfüllt: eine Nachricht gilt nur für eine der beiden Seiten als Antwort',
    en: 'who fulfils: a message counts as an answer for one side only',
  },
  schedule_mode: {
    de: 'Zeitplan: überlappende Zeiten zählen beim Helpdesk doppelt',
    en: 'schedule: overlapping hours count twice in the helpdesk',
  },
  left_behind: {
    de: 'Stehengeblieben: der Helpdesk (bis 6.5) lässt eine alte Frist im Feld',
    en: 'left behind: the helpdesk (up to 6.5) leaves an old deadline in the field',
  },
  unknown: { de: 'unbekannt', en: 'unknown' },
};

/** A cause that can be tried out by reading its rule as the helpdesk does. */
export type Switch = Exclude<Cause, 'unknown'>;

/** More rules at once would explain anything. */
const MOST_CAUSES = 4;
const NO_SWITCHES: ReadonlySet<Switch> = new Set();

/**
 * The causes of a difference, by evidence: the smallest set of rules that, read as the helpdesk reads them, makes it vanish. One
 * rule is tried before two, two before three, and so on up to four; `unknown` when no such set does. Empty when there is no difference.
 */
export function causesOf(
  agrees: (switched: ReadonlySet<Switch>) => boolean,
  candidates: readonly Switch[],
): readonly Cause[] {
  if (agrees(NO_SWITCHES)) return [];
  for (let size = 1; size <= MOST_CAUSES; size++) {
    for (const set of subsets(candidates, size)) if (agrees(new Set(set))) return set;
  }
  return ['unknown'];
}

function* subsets(from: readonly Switch[], size: number): Generator<readonly Switch[]> {
  if (size === 0) return yield [];
  for (const [index, first] of from.entries()) {
    for (const rest of subsets(from.slice(index + 1), size - 1)) yield [first, ...rest];
  }
}
