import { excluded, missing, ratio, share, type Take, value } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, isWithin, lastSolution, openAt, solved } from '../measure/populations.ts';
import { figure, text } from './takes.ts';

const DAY_MS = 86_400_000;

const counted: Take = all(() => value(1));

const solvedAgainstCreated: Take = (record, asked) => {
  const created = isWithin(record.createdAt, asked);
  const done = record.solutions.length > 0 && isWithin(lastSolution(record), asked);
  if (!created && !done) return null;
  if (record.withdrawn !== null) return excluded(record.withdrawn);
  return ratio(done ? 1 : 0, created ? 1 : 0);
};

const openAgainstSolved: Take = (record, asked) => {
  const isOpen = openAt(() => value(1))(record, asked);
  const done = record.solutions.length > 0 && isWithin(lastSolution(record), asked);
  if (isOpen === null && !done) return null;
  if (record.withdrawn !== null) return excluded(record.withdrawn);
  return ratio(isOpen === null ? 0 : 1, done ? DAY_MS / (asked.to - asked.from) : 0);
};

/** Rows 30 to 33: how much came in and was worked on. */
export const VOLUME: readonly Measure[] = [
  measure({
    id: 'created_open_solved',
    row: 30,
    name: text('Eingang, offen, bearbeitet', 'Created, open, solved'),
    formula: text(
      'Anzahl, nach Eröffnung / am Stichzeitpunkt / nach Lösung',
      'counts, by creation / at the instant / by solution',
    ),
    unit: 'n',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Die drei Zahlen haben drei Datumsbezüge und ergeben keine Summe.',
      'The three counts have three dates and do not add up.',
    ),
    example: text('Mo 12 eröffnet, 9 gelöst, abends 30 offen.', 'Mon 12 created, 9 solved, 30 open in the evening.'),
    source: 'customary',
    figures: [
      figure('created', text('Eingang (nach Eröffnung)', 'created (by creation)'), 'n', 'sum', counted),
      figure(
        'open',
        text('offen (Ende des Zeitraums)', 'open (end of the period)'),
        'n',
        'sum',
        openAt(() => value(1)),
      ),
      figure(
        'solved',
        text('bearbeitet (nach Lösung)', 'solved (by solution)'),
        'n',
        'sum',
        solved(() => value(1)),
      ),
    ],
  }),
  measure({
    id: 'daily_resolution_rate',
    row: 31,
    name: text('Tägliche Lösungsrate', 'Daily resolution rate'),
    formula: text('gelöste ÷ eröffnete Tickets des Zeitraums', 'solved ÷ created tickets of the period'),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Über 100 % sinkt der Rückstand. Für einen Tag gefragt ist es die Tagesrate, für sieben die Woche. Nichts eröffnet: kein Wert.',
      'Above 100 % the backlog falls. Asked for a day it is the daily rate, for seven the week. Nothing created: no value.',
    ),
    example: text('10 eröffnet, 12 gelöst: 120 %.', '10 created, 12 solved: 120 %.'),
    source: 'Stellwerk',
    figures: [figure('all', text('gelöst ÷ eröffnet', 'solved ÷ created'), '%', 'share', solvedAgainstCreated)],
  }),
  measure({
    id: 'backlog',
    row: 32,
    name: text('Rückstand', 'Backlog, days of backlog'),
    formula: text('offene Tickets; offene ÷ mittlere Lösungen je Tag', 'open tickets; open ÷ mean solutions per day'),
    unit: 'n',
    clock: 'none',
    population: 'P-open',
    edgeCases: text('Nichts gelöst im Zeitraum: keine Tage.', 'Nothing solved in the period: no days.'),
    example: text('30 offen, 70 Lösungen in 7 Tagen: 3 Tage.', '30 open, 70 solutions in 7 days: 3 days.'),
    source: 'dbt_zendesk',
    figures: [
      figure(
        'open',
        text('offen', 'open'),
        'n',
        'sum',
        openAt(() => value(1)),
      ),
      figure('days', text('Tage Rückstand', 'days of backlog'), 'd', 'mean', openAgainstSolved),
    ],
  }),
  measure({
    id: 'handling_time',
    row: 33,
    name: text('Durchschnittliche Bearbeitungszeit', 'Handling time (AHT)'),
    formula: text('Σ erfasste Minuten ÷ gelöste Tickets', 'Σ accounted minutes ÷ solved tickets'),
    unit: 'min',
    clock: 'none',
    population: 'P-sol',
    edgeCases: text(
      'Zeiterfassung des Helpdesks; wo sie fehlt, geschätzt mit 6 min je Antwort und 3 min je Notiz und als geschätzt ausgewiesen. Weder Zeit noch Nachricht: kein Wert.',
      'Time accounting of the helpdesk; where there is none, estimated at 6 min per reply and 3 min per note and shown as estimated. Neither time nor message: no value.',
    ),
    example: text('30 und 10 min erfasst: 20 min.', '30 and 10 min accounted: 20 min.'),
    source: 'Zammad time accounting',
    figures: [
      figure(
        'all',
        text('erfasst oder geschätzt', 'accounted or estimated'),
        'min',
        'mean',
        solved(({ handling }) => (handling ? value(handling.minutes) : missing('no_work_recorded'))),
      ),
      figure(
        'accounted',
        text('nur erfasst', 'accounted only'),
        'min',
        'mean',
        solved(({ handling }) =>
          handling?.provenance === 'accounted' ? value(handling.minutes) : missing('not_accounted'),
        ),
      ),
      figure(
        'estimated_share',
        text('Anteil geschätzt', 'share estimated'),
        '%',
        'share',
        solved(({ handling }) => (handling ? share(handling.provenance === 'estimated') : missing('no_work_recorded'))),
      ),
    ],
  }),
];
