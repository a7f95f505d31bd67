import { clockName } from '../../explain/words.ts';
import { METRICS, OLA_METRICS } from '../../policy/metrics.ts';
import {
  excluded,
  type FigureRule,
  missing,
  ratio,
  share,
  type Take,
  type Verdict,
  value,
  values,
} from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { having, isWithin } from '../measure/populations.ts';
import type { ClockFact, TicketRecord } from '../record/ticket-record.ts';
import { figure, perTier, text } from './takes.ts';

const MINUTE_MS = 60_000;

type Chosen = (clock: ClockFact) => boolean;

const customers: Chosen = ({ metric }) => METRICS.some((each) => each === metric);
const internal: Chosen = ({ metric }) => OLA_METRICS.some((each) => each === metric);

/** Promises due in the period. */
function due(chosen: Chosen, inside: (clocks: readonly ClockFact[]) => Verdict): Take {
  return having(
    ({ clocks }: TicketRecord, asked) => clocks.filter((clock) => chosen(clock) && isWithin(clock.dueAt, asked)),
    inside,
  );
}

const isOver = ({ state }: ClockFact): boolean => state === 'met' || state === 'breached';

/** Cancelled promises are not in the base, nor are running ones. */
function finished(clocks: readonly ClockFact[], inside: (over: readonly ClockFact[]) => Verdict): Verdict {
  const over = clocks.filter(isOver);
  if (over.length > 0) return inside(over);
  return clocks.some(({ state }) => state !== 'cancelled') ? missing('running') : excluded('cancelled');
}

const attainment = (chosen: Chosen): Take =>
  due(chosen, (clocks) =>
    finished(clocks, (over) =>
      values(
        over.map(({ state }) => (state === 'met' ? 1 : 0)),
        'running',
      ),
    ),
  );

const perMetric: readonly FigureRule[] = METRICS.map((metric) =>
  figure(
    metric,
    text(clockName(metric, 'de'), clockName(metric, 'en')),
    '%',
    'share',
    attainment((clock) => clock.metric === metric),
  ),
);

const pausesOf = (paused: (clock: ClockFact) => number): Take =>
  having(
    ({ clocks }: TicketRecord, asked) => clocks.filter((clock) => customers(clock) && isWithin(clock.endedAt, asked)),
    (clocks) => {
      const elapsed = clocks.reduce((sum, { countedMs, pausedMs }) => sum + countedMs + pausedMs, 0);
      const still = clocks.reduce((sum, clock) => sum + paused(clock), 0);
      return elapsed === 0 ? missing('no_time_elapsed') : ratio(still, elapsed);
    },
  );

/** Rows 16 to 20: how promises were kept. */
export const PROMISES: readonly Measure[] = [
  measure({
    id: 'sla_attainment',
    row: 16,
    name: text('SLA-Erfüllungsquote', 'SLA attainment'),
    formula: text('erfüllte ÷ (erfüllte + verletzte) Zusagen', 'promises met ÷ (met + breached)'),
    unit: '%',
    clock: 'bus',
    population: 'P-clock',
    edgeCases: text(
      'Nach Fälligkeit im Zeitraum. Genau zur Frist ist erfüllt. Abgebrochene und laufende sind nicht in der Basis; laufende mit Verletzung stehen daneben. n zählt Zusagen.',
      'By due date in the period. Exactly on time is met. Cancelled and running ones are not in the base; running ones that are breached stand beside it. n counts promises.',
    ),
    example: text(
      '8 erfüllt, 2 verletzt, 1 abgebrochen, 3 laufend: 80 %, n = 10.',
      '8 met, 2 breached, 1 cancelled, 3 running: 80 %, n = 10.',
    ),
    source: 'Chatwoot, dbt_zendesk',
    figures: [
      figure('all', text('alle Zusagen', 'all promises'), '%', 'share', attainment(customers)),
      ...perMetric,
      figure(
        'running_breached',
        text('laufend und verletzt', 'running and breached'),
        'n',
        'sum',
        due(customers, (clocks) => {
          const late = clocks.filter((clock) => clock.breachedAt !== null && clock.endedAt === null);
          return late.length === 0 ? excluded('not_running_late') : value(late.length);
        }),
      ),
    ],
  }),
  measure({
    id: 'ticket_level_attainment',
    row: 17,
    name: text('Ticketweise Erfüllung', 'Ticket-level attainment'),
    formula: text(
      'Tickets ohne Verletzung ÷ Tickets mit mindestens einer beendeten Zusage',
      'tickets with no breach ÷ tickets with at least one finished promise',
    ),
    unit: '%',
    clock: 'bus',
    population: 'P-clock',
    edgeCases: text(
      'Strenger als Zeile 16: eine verletzte Zusage genügt.',
      'Stricter than row 16: one breached promise is enough.',
    ),
    example: text(
      'Ticket A: 3 erfüllt. Ticket B: 2 erfüllt, 1 verletzt: 50 %.',
      'Ticket A: 3 met. Ticket B: 2 met, 1 breached: 50 %.',
    ),
    source: 'Stellwerk',
    figures: [
      figure(
        'all',
        text('alle Zusagen', 'all promises'),
        '%',
        'share',
        due(customers, (clocks) => finished(clocks, (over) => share(over.every(({ state }) => state === 'met')))),
      ),
    ],
  }),
  measure({
    id: 'breach_depth',
    row: 18,
    name: text('Überziehung', 'Breach depth'),
    formula: text('Ist − Ziel der verletzten Zusagen', 'actual − target of breached promises'),
    unit: 'min',
    clock: 'bus',
    population: 'P-clock',
    edgeCases: text(
      'Erfüllte Zusagen haben keine Überziehung, auch keine von 0.',
      'Promises that were met have no depth, not even 0.',
    ),
    example: text('Ziel 60 min, Ist 62 min: 2 min.', 'Target 60 min, actual 62 min: 2 min.'),
    source: 'Frappe Helpdesk',
    figures: [
      figure(
        'bus',
        text('Zeit der Zusage', 'time of the promise'),
        'min',
        'median',
        due(customers, (clocks) =>
          finished(clocks, (over) => {
            const late = over.filter(({ state }) => state === 'breached');
            if (late.length === 0) return excluded('met');
            return values(
              late.map(({ usedMs, targetMs }) => (usedMs - targetMs) / MINUTE_MS),
              'met',
            );
          }),
        ),
      ),
    ],
  }),
  measure({
    id: 'ola_attainment',
    row: 19,
    name: text('OLA-Erfüllung je Tier', 'OLA attainment'),
    formula: text('wie Zeile 16, für interne Zusagen der Stufen', 'as row 16, for internal promises of the tiers'),
    unit: '%',
    clock: 'bus',
    population: 'P-clock',
    edgeCases: text(
      'Annahme und Besitz zählen je Abschnitt; weitergegeben beendet die Zusage ohne Urteil.',
      'Acceptance and ownership count per span; handing on ends the promise without a verdict.',
    ),
    example: text('T2: 3 von 4 Annahmen rechtzeitig: 75 %.', 'T2: 3 of 4 accepted in time: 75 %.'),
    source: 'GLPI',
    figures: [
      figure('all', text('alle Stufen', 'all tiers'), '%', 'share', attainment(internal)),
      ...perTier('%', 'share', (tier) => attainment((clock) => internal(clock) && clock.tier === tier)),
    ],
  }),
  measure({
    id: 'pause_share',
    row: 20,
    name: text('Pausenanteil', 'Pause share'),
    formula: text('pausierte ÷ verstrichene Zeit der Zusagen', 'paused ÷ elapsed time of promises'),
    unit: '%',
    clock: 'cal',
    population: 'P-clock',
    edgeCases: text(
      'Zusagen, die im Zeitraum endeten. Daneben: pausiert, während der Kunde auf Antwort wartete. Nie je Person.',
      'Promises that ended in the period. Beside it: paused while the customer waited for an answer. Never per person.',
    ),
    example: text('Lief 6 h, stand 2 h still: 25 %.', 'Ran 6 h, stood still 2 h: 25 %.'),
    source: 'Stellwerk',
    figures: [
      figure(
        'all',
        text('alle Pausen', 'all pauses'),
        '%',
        'share',
        pausesOf(({ pausedMs }) => pausedMs),
      ),
      figure(
        'customer_waiting',
        text('Pause, während der Kunde wartet', 'paused while the customer waits'),
        '%',
        'share',
        pausesOf(({ pausedAskedMs }) => pausedAskedMs),
      ),
    ],
  }),
];
