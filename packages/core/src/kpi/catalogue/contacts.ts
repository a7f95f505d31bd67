import { type Asked, excluded, share, value } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { final, ofReplies } from '../measure/populations.ts';
import type { Reopening, TicketRecord } from '../record/ticket-record.ts';
import { figure, text } from './takes.ts';

const byCustomer = ({ by, thanks }: Reopening): boolean => by === 'customer' && !thanks;

/** One touch, no change of tier, not reopened. */
function atOnce({ messages, moves, reopenings }: TicketRecord): boolean {
  return messages.humanTouches === 1 && moves.length === 0 && !reopenings.some(({ thanks }) => !thanks);
}

function atOnceForGood(record: TicketRecord, asked: Asked): boolean {
  return atOnce(record) && !asked.cameBack(record);
}

const touched = (matches: (touches: number) => boolean) =>
  final(ofReplies(({ messages }) => share(matches(messages.humanTouches))));

/** Rows 21 to 26: how many contacts a solution took. */
export const CONTACTS: readonly Measure[] = [
  measure({
    id: 'first_contact_resolution',
    row: 21,
    name: text('Erstkontaktlösungsrate', 'First contact resolution (FCR)'),
    formula: text(
      'gelöst nach genau einer menschlichen Antwort, ohne Stufenwechsel, ohne Wiedereröffnung und ohne neues Ticket desselben Kunden zum selben Thema im Ruhefenster ÷ P-fin',
      'solved after exactly one human reply, with no change of tier, no reopening and no new ticket of the same customer about the same within the quiet window ÷ P-fin',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Brutto (ohne die Frage nach neuen Tickets) steht daneben, ebenso der Anteil ohne Antwort. Thema ist die Kategorie; ohne Kategorie gilt das Thema als gleich. Ein Chat ist ein Kontakt. Ruhefenster: 7 Tage.',
      'Gross (without asking for new tickets) stands beside it, and the share solved without a reply. The topic is the category; without one it counts as the same. A chat is one contact. Quiet window: 7 days.',
    ),
    example: text(
      '10 endgültige Tickets, 6 mit einer Antwort gelöst, eines davon kam als neues Ticket wieder: netto 50 %, brutto 60 %.',
      '10 final tickets, 6 solved with one reply, one of which came back as a new ticket: net 50 %, gross 60 %.',
    ),
    source: 'dbt_zendesk (one-touch); window 7–14 days is customary',
    figures: [
      figure(
        'net',
        text('netto', 'net'),
        '%',
        'share',
        final(ofReplies((record, asked) => share(atOnceForGood(record, asked)))),
      ),
      figure('gross', text('brutto', 'gross'), '%', 'share', final(ofReplies((record) => share(atOnce(record))))),
      figure(
        'no_reply',
        text('ohne Antwort gelöst', 'solved without a reply'),
        '%',
        'share',
        touched((touches) => touches === 0),
      ),
    ],
  }),
  measure({
    id: 'first_contact_failure_rate',
    row: 22,
    name: text('Erstkontaktfehlerrate', 'First-contact failure rate'),
    formula: text(
      '1 − Erstkontaktlösungsrate der dafür geeigneten Tickets',
      '1 − first contact resolution of the eligible tickets',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Geeignet sind die Kategorien, die T1 lösen kann (eingestellt; sonst alle), mit mindestens einer Antwort.',
      'Eligible are the categories that T1 can solve (configured; else all), with at least one reply.',
    ),
    example: text(
      '8 geeignete Tickets, 5 beim ersten Kontakt gelöst: 37,5 %.',
      '8 eligible tickets, 5 solved at first contact: 37.5 %.',
    ),
    source: 'Stellwerk',
    figures: [
      figure(
        'net',
        text('netto', 'net'),
        '%',
        'share',
        final(
          ofReplies((record, asked) => {
            const { firstContactCategories: eligible } = asked;
            if (eligible && !eligible.includes(record.category ?? '')) return excluded('category_not_eligible');
            if (record.messages.humanTouches === 0) return excluded('no_reply');
            return share(!atOnceForGood(record, asked));
          }),
        ),
      ),
    ],
  }),
  measure({
    id: 'touch_classes',
    row: 23,
    name: text('Ein-/Zwei-/Mehrkontakt, ohne Antwort', 'Zero-, one-, two-, multi-touch'),
    formula: text(
      'Klassen nach Zahl der menschlichen öffentlichen Antworten',
      'classes by the number of human public replies',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Zusammen 100 %. Ohne Antwort ist eine eigene Klasse. Ein Chat ist ein Kontakt.',
      'Together 100 %. Without a reply is a class of its own. A chat is one contact.',
    ),
    example: text('Antworten 0, 1, 1, 2, 5: 20 / 40 / 20 / 20 %.', 'Replies 0, 1, 1, 2, 5: 20 / 40 / 20 / 20 %.'),
    source: 'dbt_zendesk, zero-touch kept apart',
    figures: [
      figure(
        'one',
        text('ein Kontakt', 'one touch'),
        '%',
        'share',
        touched((touches) => touches === 1),
      ),
      figure(
        'zero',
        text('ohne Antwort', 'zero touch'),
        '%',
        'share',
        touched((touches) => touches === 0),
      ),
      figure(
        'two',
        text('zwei Kontakte', 'two touches'),
        '%',
        'share',
        touched((touches) => touches === 2),
      ),
      figure(
        'multi',
        text('mehr Kontakte', 'more touches'),
        '%',
        'share',
        touched((touches) => touches > 2),
      ),
    ],
  }),
  measure({
    id: 'first_level_resolution',
    row: 24,
    name: text('Erstlösungsrate auf Tier 1', 'First level resolution'),
    formula: text(
      'gelöst, ohne T1 zu verlassen ÷ P-fin, die T1 erreicht haben',
      'solved without leaving T1 ÷ P-fin that entered T1',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Nicht die Erstkontaktlösungsrate: mehrere Antworten sind erlaubt.',
      'Not first contact resolution: several replies are allowed.',
    ),
    example: text(
      '20 Tickets kamen nach T1, 15 wurden dort gelöst: 75 %.',
      '20 tickets came to T1, 15 were solved there: 75 %.',
    ),
    source: 'HDI, MetricNet family',
    figures: [
      figure(
        'all',
        text('T1', 'T1'),
        '%',
        'share',
        final(({ stays, moves }) =>
          stays.some(({ tier }) => tier === 'T1')
            ? share(!moves.some(({ from }) => from === 'T1'))
            : excluded('never_in_t1'),
        ),
      ),
    ],
  }),
  measure({
    id: 'reopen_rate',
    row: 25,
    name: text('Wiedereröffnungsrate', 'Reopen rate'),
    formula: text('vom Kunden wieder geöffnete Tickets ÷ P-fin', 'tickets reopened by the customer ÷ P-fin'),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Ein bloßer Dank zählt nicht. Wiedereröffnungen durch den Support stehen daneben.',
      'Mere thanks do not count. Reopenings by agents stand beside it.',
    ),
    example: text(
      '20 endgültige Tickets, 3 vom Kunden wieder geöffnet, 1 durch „Danke!“: 15 %.',
      '20 final tickets, 3 reopened by the customer, 1 by “thanks!”: 15 %.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: [
      figure(
        'customer',
        text('durch den Kunden', 'by the customer'),
        '%',
        'share',
        final(({ reopenings }) => share(reopenings.some(byCustomer))),
      ),
      figure(
        'agent',
        text('durch den Support', 'by agents'),
        '%',
        'share',
        final(({ reopenings }) => share(reopenings.some(({ by }) => by === 'agent'))),
      ),
    ],
  }),
  measure({
    id: 'replies_to_resolution',
    row: 26,
    name: text('Antworten bis Lösung', 'Replies to resolution'),
    formula: text('menschliche öffentliche Antworten je Ticket', 'human public replies per ticket'),
    unit: 'n',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text('0 ist ein Wert: ohne Antwort gelöst.', '0 is a value: solved without a reply.'),
    example: text('Antworten 0, 1, 1, 2, 5: Median 1, Mittel 1,8.', 'Replies 0, 1, 1, 2, 5: median 1, mean 1.8.'),
    source: 'dbt_zendesk',
    figures: [
      figure(
        'all',
        text('Antworten', 'replies'),
        'n',
        'median',
        final(ofReplies(({ messages }) => value(messages.humanReplies))),
      ),
    ],
  }),
];
