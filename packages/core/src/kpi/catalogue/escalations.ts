import { tierLevel } from '../../model/tier.ts';
import { type Asked, excluded, missing, share, value, values } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, final, having, isWithin } from '../measure/populations.ts';
import type { TicketRecord, TierMove } from '../record/ticket-record.ts';
import { isUpward } from '../record/tier-facts.ts';
import { figure, perTier, text } from './takes.ts';

/** Taken within a business day with all facts, and not given back by then. */
function isGood({ acceptedAt, acceptBy, returnedAt, missingFacts }: TierMove): boolean {
  const taken = acceptedAt !== null && acceptedAt <= acceptBy;
  return taken && missingFacts === 0 && !(returnedAt !== null && returnedAt <= acceptBy);
}

const escalations = ({ moves }: TicketRecord, asked: Asked): readonly TierMove[] =>
  moves.filter((move) => isUpward(move) && isWithin(move.at, asked));

/** Rows 27 to 29: moves between groups and tiers. */
export const ESCALATIONS: readonly Measure[] = [
  measure({
    id: 'reassignments',
    row: 27,
    name: text('Umleitungen, Tier-Pingpong', 'Reassignments, tier bounce rate'),
    formula: text('Gruppenwechsel je Ticket; Anteil mit A→B→A', 'changes of group per ticket; share with A→B→A'),
    unit: 'n',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Aus der Folge der Stationen, nicht aus erster und letzter.',
      'From the list of stations, not from first and last.',
    ),
    example: text('T1→T2→T1→T2: 3 Wechsel, Pingpong ja.', 'T1→T2→T1→T2: 3 moves, bounce yes.'),
    source: 'Stellwerk',
    figures: [
      figure(
        'groups',
        text('Gruppenwechsel', 'changes of group'),
        'n',
        'median',
        final(({ assignment }) => value(assignment.groupMoves)),
      ),
      figure(
        'tiers',
        text('Stufenwechsel', 'changes of tier'),
        'n',
        'median',
        final(({ moves }) => value(moves.length)),
      ),
      figure(
        'tier_bounce',
        text('Tier-Pingpong', 'tier bounce rate'),
        '%',
        'share',
        final(({ moves }) => share(moves.some(({ returnedAt }) => returnedAt !== null))),
      ),
      figure(
        'group_bounce',
        text('Gruppen-Pingpong', 'group bounce rate'),
        '%',
        'share',
        final(({ assignment }) => share(assignment.groupReturns > 0)),
      ),
    ],
  }),
  measure({
    id: 'escalation_rate',
    row: 28,
    name: text('Eskalationsquote Tn→Tn+1', 'Escalation rate'),
    formula: text(
      'Tickets, die Stufe n nach oben verlassen ÷ Tickets, die Stufe n erreicht haben',
      'tickets leaving tier n upward ÷ tickets that entered tier n',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Nur fachliche Eskalationen; Benachrichtigungen von Vorgesetzten zählen nicht.',
      'Functional escalations only; notifying managers does not count.',
    ),
    example: text(
      '40 Tickets kamen nach T1, 10 gingen nach T2: 25 %.',
      '40 tickets came to T1, 10 went on to T2: 25 %.',
    ),
    source: 'Stellwerk',
    figures: [
      figure(
        'all',
        text('irgendeine Stufe', 'any tier'),
        '%',
        'share',
        all(({ stays, moves }) => (stays.length === 0 ? missing('no_tier') : share(moves.some(isUpward)))),
      ),
      ...perTier('%', 'share', (tier) =>
        all(({ stays, moves }) => {
          if (!stays.some((stay) => stay.tier === tier)) return excluded('never_in_tier');
          return share(moves.some(({ from, to }) => from === tier && tierLevel(to) > tierLevel(tier)));
        }),
      ),
    ],
  }),
  measure({
    id: 'escalation_quality',
    row: 29,
    name: text('Eskalationsgüte', 'Escalation quality'),
    formula: text(
      'ohne Rückgabe binnen eines Geschäftstags angenommene Eskalationen mit vollständiger Übergabe ÷ Eskalationen',
      'escalations accepted without return within 1 business day and with a complete hand-over ÷ escalations',
    ),
    unit: '%',
    clock: 'bus',
    population: 'P-esc',
    edgeCases: text(
      'Vollständig nach `tierEdges.require`. Angenommen mit der ersten Zuweisung in der neuen Stufe. Solange der Geschäftstag läuft, gibt es kein Urteil. n zählt Eskalationen.',
      'Complete by `tierEdges.require`. Accepted with the first assignment in the new tier. No verdict while the business day runs. n counts escalations.',
    ),
    example: text(
      '4 Eskalationen, 1 zurückgegeben, 1 ohne Protokolle: 50 %.',
      '4 escalations, 1 returned, 1 without logs: 50 %.',
    ),
    source: 'Stellwerk',
    figures: [
      figure(
        'all',
        text('alle Eskalationen', 'all escalations'),
        '%',
        'share',
        having(escalations, (moves, _, { now }) =>
          values(
            moves.filter(({ acceptBy }) => acceptBy <= now).map((move) => (isGood(move) ? 1 : 0)),
            'not_yet_judged',
          ),
        ),
      ),
    ],
  }),
];
