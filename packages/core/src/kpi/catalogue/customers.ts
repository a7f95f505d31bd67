import type { Tier } from '../../model/tier.ts';
import { missing, share, type Take } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { having, isWithin, solved } from '../measure/populations.ts';
import type { TicketRecord } from '../record/ticket-record.ts';
import { figure, perTier, text } from './takes.ts';

type Rating = NonNullable<TicketRecord['rating']>;

/** 4 and 5 of five steps are positive; 3 is neutral and stays in the base. */
function isPositive({ score, points }: Rating): boolean {
  return points === null ? score === 'good' : points >= 4;
}

const csat = (tier: Tier | null): Take =>
  having(
    ({ rating, solvedIn }: TicketRecord, asked) =>
      rating && isWithin(rating.at, asked) && (tier === null || solvedIn === tier) ? [rating] : [],
    ([rating]) => (rating ? share(isPositive(rating)) : missing('not_rated')),
  );

/** Rows 47 to 54: what customers say and do. */
export const CUSTOMERS: readonly Measure[] = [
  measure({
    id: 'csat',
    row: 47,
    name: text('Kundenzufriedenheit CSAT, je Tier', 'Customer satisfaction (CSAT)'),
    formula: text(
      'positive Antworten ÷ Antworten; Antwortquote: beantwortete ÷ gelöste Tickets',
      'positive answers ÷ answers; answer rate: rated ÷ solved tickets',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-sol',
    edgeCases: text(
      'Die letzte Antwort je Ticket, nach ihrem Datum. Fünfstufig: 4 und 5 positiv, 3 bleibt in der Basis. Je Stufe zählt die, die gelöst hat.',
      'The last answer of a ticket, by its date. Five steps: 4 and 5 positive, 3 stays in the base. Per tier: the one that solved it.',
    ),
    example: text(
      '8 Antworten, 6 positiv, 40 gelöste Tickets: 75 %, Antwortquote 20 %.',
      '8 answers, 6 positive, 40 solved tickets: 75 %, answer rate 20 %.',
    ),
    source: 'Zendesk',
    figures: [
      figure('all', text('alle Antworten', 'all answers'), '%', 'share', csat(null)),
      figure(
        'answer_rate',
        text('Antwortquote', 'answer rate'),
        '%',
        'share',
        solved(({ rating }) => share(rating !== null)),
      ),
      ...perTier('%', 'share', csat),
    ],
  }),
  measure({
    id: 'nps',
    row: 48,
    name: text('NPS', 'Net promoter score (NPS)'),
    formula: text('% 9–10 − % 0–6', '% 9–10 − % 0–6'),
    unit: 'points',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text(
      'Je Kunde, nicht je Ticket; n und Intervall stehen dabei.',
      'Per account, not per ticket; with n and interval.',
    ),
    example: text('50 % Fürsprecher, 20 % Kritiker: 30.', '50 % promoters, 20 % detractors: 30.'),
    source: 'common definition',
    needs: text('NPS-Antworten je Kunde', 'NPS answers per account'),
  }),
  measure({
    id: 'customer_effort',
    row: 49,
    name: text('Kundenaufwand (CES)', 'Customer effort score (CES)'),
    formula: text('Mittel der Antworten 1–7, oder Anteil „leicht“', 'mean of the answers 1–7, or share of “easy”'),
    unit: 'points',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text('Nur wo eine solche Umfrage läuft.', 'Only where such a survey runs.'),
    example: text('Antworten 5, 6, 7: 6.', 'Answers 5, 6, 7: 6.'),
    source: 'common definition',
    needs: text('Antworten der Aufwandsumfrage', 'answers of the effort survey'),
  }),
  measure({
    id: 'retention_rate',
    row: 50,
    name: text('Bindungsrate', 'Retention rate'),
    formula: text(
      'jetzt und im Vormonat aktive ÷ im Vormonat aktive Kunden',
      'customers active now and last month ÷ active last month',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text('Neue Kunden zählen nicht im Zähler.', 'New customers are not in the numerator.'),
    example: text('200 im Vormonat, 190 davon noch aktiv: 95 %.', '200 last month, 190 of them still active: 95 %.'),
    source: 'customary',
    needs: text('aktive Kunden je Monat', 'active customers per month'),
  }),
  measure({
    id: 'churn_rate',
    row: 51,
    name: text('Abwanderung', 'Churn rate'),
    formula: text('1 − Bindungsrate; auch nach Erlös', '1 − retention rate; by revenue, too'),
    unit: '%',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text('Kunden und Erlös werden getrennt gezeigt.', 'Customers and revenue are shown apart.'),
    example: text('Bindung 95 %: 5 %.', 'Retention 95 %: 5 %.'),
    source: 'customary',
    needs: text('aktive Kunden und Erlöse je Monat', 'active customers and revenue per month'),
  }),
  measure({
    id: 'upsell_cross_sell_rate',
    row: 52,
    name: text('Upselling-, Cross-Selling-Rate', 'Upsell and cross-sell rate'),
    formula: text(
      'Kunden mit Upgrade bzw. weiterem Produkt binnen 30 Tagen nach einem gelösten Ticket ÷ Kunden mit gelöstem Ticket',
      'accounts with an upgrade or a further product within 30 days of a solved ticket ÷ accounts with a solved ticket',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text(
      'Daneben die Rate der Kunden ohne Ticket. Ein Zusammenhang, keine Ursache.',
      'Beside it the rate of accounts without a ticket. A correlation, not a cause.',
    ),
    example: text(
      '50 Kunden mit gelöstem Ticket, 4 Upgrades: 8 %; ohne Ticket 5 %.',
      '50 accounts with a solved ticket, 4 upgrades: 8 %; without 5 %.',
    ),
    source: 'comparison: Stellwerk',
    needs: text('Abschlüsse je Kunde mit Datum', 'deals per account with date'),
  }),
  measure({
    id: 'goal_actions',
    row: 53,
    name: text('Zielaktionen', 'Goal actions'),
    formula: text(
      'Verlängerungen, Jahreswechsel, Upgrades, Zusatzleistungen, Empfehlungen der Zielgruppe',
      'renewals, monthly to annual, upgrades, extra services, mentions of the target group',
    ),
    unit: 'n',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text(
      'Gezählt gegen eine Hypothese mit Handlung, Wirkung, Maß und Zeitraum.',
      'Counted against a hypothesis with action, effect, measure and period.',
    ),
    example: text('3 Verlängerungen, 1 Upgrade: 4.', '3 renewals, 1 upgrade: 4.'),
    source: 'Stellwerk',
    needs: text('Kundenaktionen mit Datum und eine Hypothese', 'customer actions with date and a hypothesis'),
  }),
  measure({
    id: 'revenue_concentration',
    row: 54,
    name: text('Umsatzkonzentration (80-20)', 'Revenue concentration (80-20)'),
    formula: text(
      'Erlösanteil der umsatzstärksten 20 % der Kunden; deren SLA-Erfüllung',
      'revenue share of the top 20 % of customers; their SLA attainment',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text('Aufgerundet auf ganze Kunden.', 'Rounded up to whole customers.'),
    example: text(
      '10 Kunden, die 2 größten bringen 78 von 100 €: 78 %.',
      '10 customers, the top 2 bring €78 of €100: 78 %.',
    ),
    source: 'Pareto',
    needs: text('Erlös je Kunde', 'revenue per customer'),
  }),
];
