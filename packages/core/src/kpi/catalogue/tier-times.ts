import { excluded, missing, share, value } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { inbound, openAt, solved } from '../measure/populations.ts';
import { busMinutes, byBothClocks, figure, perTier, text } from './takes.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Rows 13 to 15: ownership, time in tiers, age of the backlog. */
export const TIER_TIMES: readonly Measure[] = [
  measure({
    id: 'time_to_own',
    row: 13,
    name: text('Zeit bis Übernahme', 'Time to own (TTO)'),
    formula: text('erste Zuweisung an einen Menschen − Eröffnung', 'first assignment to a person − creation'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-in',
    edgeCases: text(
      'Nie zugewiesen: kein Wert. Geschäftszeit führt.',
      'Never assigned: no value. Business time leads.',
    ),
    example: text(
      'Eröffnet Mo 16:30, übernommen Di 9:15, 9–17 Uhr: 45 min Geschäftszeit.',
      'Created Mon 16:30, taken Tue 9:15, hours 9–17: 45 min of business time.',
    ),
    source: 'GLPI, iTop',
    figures: byBothClocks(
      (pick) =>
        inbound(({ assignment }) => (assignment.first ? value(pick(assignment.first)) : missing('never_owned'))),
      'bus',
    ),
  }),
  measure({
    id: 'time_in_tier',
    row: 14,
    name: text('Verweildauer je Tier', 'Time in tier; OLA ownership'),
    formula: text('Σ Zeit des Tickets in der Stufe', 'Σ time that the ticket spent in the tier'),
    unit: 'min',
    clock: 'bus',
    population: 'P-sol',
    edgeCases: text(
      'Jede Rückkehr und jede Wiedereröffnung beginnt einen neuen Abschnitt; gelöste Zeit gehört keiner Stufe.',
      'Each return and each reopening begins a new span; solved time belongs to no tier.',
    ),
    example: text(
      'T1 60 min, T2 120 min, zurück in T1 30 min: T1 90 min, T2 120 min.',
      'T1 60 min, T2 120 min, back in T1 30 min: T1 90 min, T2 120 min.',
    ),
    source: 'Zendesk (group SLA); per tier Stellwerk',
    figures: [
      figure(
        'bus',
        text('alle Stufen', 'all tiers'),
        'min',
        'median',
        solved(({ stays }) =>
          stays.length === 0 ? missing('no_tier') : value(stays.reduce((sum, stay) => sum + busMinutes(stay), 0)),
        ),
      ),
      ...perTier('min', 'median', (tier) =>
        solved(({ stays }) => {
          const inTier = stays.filter((stay) => stay.tier === tier);
          return inTier.length === 0
            ? excluded('never_in_tier')
            : value(inTier.reduce((sum, stay) => sum + busMinutes(stay), 0));
        }),
      ),
    ],
  }),
  measure({
    id: 'backlog_age',
    row: 15,
    name: text('Ticketalter', 'Backlog age'),
    formula: text('Stichzeitpunkt − Eröffnung, der offenen Tickets', 'instant − creation, of open tickets'),
    unit: 'h',
    clock: 'cal',
    population: 'P-open',
    edgeCases: text(
      'Stichzeitpunkt ist das Ende des Zeitraums, spätestens jetzt.',
      'The instant is the end of the period, or now where that is earlier.',
    ),
    example: text('Eröffnet Mo 9:00, Stichzeitpunkt Di 9:00: 24 h.', 'Created Mon 9:00, instant Tue 9:00: 24 h.'),
    source: 'dbt_zendesk',
    figures: [
      figure(
        'cal',
        text('Alter', 'age'),
        'h',
        'median',
        openAt(({ createdAt }, _, instant) => value((instant - createdAt) / HOUR_MS)),
      ),
      figure(
        'over_7_days',
        text('älter als 7 Tage', 'older than 7 days'),
        '%',
        'share',
        openAt(({ createdAt }, _, instant) => share(instant - createdAt > 7 * DAY_MS)),
      ),
      figure(
        'over_30_days',
        text('älter als 30 Tage', 'older than 30 days'),
        '%',
        'share',
        openAt(({ createdAt }, _, instant) => share(instant - createdAt > 30 * DAY_MS)),
      ),
    ],
  }),
];
