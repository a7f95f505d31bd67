import { excluded, share, type Take, value, values } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, having, isWithin } from '../measure/populations.ts';
import type { IssueFact, TicketRecord } from '../record/ticket-record.ts';
import { figure, text } from './takes.ts';

const DAY_MS = 86_400_000;

type Moment = 'fixedAt' | 'releasedAt' | 'toldAt';

/** Days from the escalation to development until a moment of the issue that lies in the period. */
const untilIssue = (moment: Moment): Take =>
  having(
    ({ issues }: TicketRecord, asked) => issues.filter((issue) => isWithin(issue[moment], asked)),
    (issues: readonly IssueFact[]) =>
      values(
        issues.map((issue) => ((issue[moment] ?? issue.linkedAt) - issue.linkedAt) / DAY_MS),
        'not_there_yet',
      ),
  );

const counted: Take = all(() => value(1));
const ofKind = (kind: TicketRecord['kind']): Take =>
  all((record) => (record.kind === kind ? value(1) : excluded('other_kind')));

/** Rows 34 to 37: what was asked for, and what became of bugs. */
export const REQUESTS: readonly Measure[] = [
  measure({
    id: 'contact_rate',
    row: 34,
    name: text('Kontaktrate', 'Contact rate'),
    formula: text(
      'aktive Nutzer mit mindestens einem Kontakt ÷ aktive Nutzer',
      'active users with at least one contact ÷ active users',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Ohne Nutzerzahl gibt es keine Quote; sie wird nicht geraten.',
      'Without the number of users there is no rate; it is not guessed.',
    ),
    example: text('1.000 aktive Nutzer, 80 mit Kontakt: 8 %.', '1,000 active users, 80 with a contact: 8 %.'),
    source: 'Stellwerk',
    needs: text('aktive Nutzer je Zeitraum und Kunde', 'active users per period and customer'),
  }),
  measure({
    id: 'requests_by_department',
    row: 35,
    name: text('Anfragen je Abteilung/Produktbereich', 'Requests by department'),
    formula: text('Tickets nach Abteilung, Kategorie, Komponente', 'tickets by department, category, component'),
    unit: 'n',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Ein Hauptmerkmal je Ticket. Der Anteil mit Merkmal zeigt, was fehlt.',
      'One primary label per ticket. The labelled share shows what is missing.',
    ),
    example: text(
      '50 Tickets, 40 mit Kategorie: 50, 80 % mit Merkmal.',
      '50 tickets, 40 with a category: 50, 80 % labelled.',
    ),
    source: 'Stellwerk',
    figures: [
      figure('all', text('Anfragen', 'requests'), 'n', 'sum', counted),
      figure(
        'with_category',
        text('mit Kategorie', 'with a category'),
        '%',
        'share',
        all(({ category }) => share(category !== null)),
      ),
      figure(
        'with_department',
        text('mit Abteilung', 'with a department'),
        '%',
        'share',
        all(({ department }) => share(department !== null)),
      ),
      figure(
        'with_component',
        text('mit Komponente', 'with a component'),
        '%',
        'share',
        all(({ component }) => share(component !== null)),
      ),
    ],
  }),
  measure({
    id: 'reported_bugs_and_suggestions',
    row: 36,
    name: text('Gemeldete Bugs und Wünsche', 'Reported bugs and suggestions'),
    formula: text(
      'Tickets der Art Bug; der Art Wunsch; mit verknüpftem Issue',
      'tickets of type bug; of type wish; with a linked issue',
    ),
    unit: 'n',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Art nach Feld `type` oder Schlagwort. Verknüpfte Duplikate bleiben gezählt.',
      'Type by the field `type` or a tag. Linked duplicates stay counted.',
    ),
    example: text('12 Bugs, 7 Wünsche, 9 Tickets an 4 Issues.', '12 bugs, 7 wishes, 9 tickets on 4 issues.'),
    source: 'Stellwerk',
    figures: [
      figure('bugs', text('Bugs', 'bugs'), 'n', 'sum', ofKind('bug')),
      figure('wishes', text('Wünsche', 'wishes'), 'n', 'sum', ofKind('wish')),
      figure(
        'linked',
        text('mit verknüpftem Issue', 'with a linked issue'),
        'n',
        'sum',
        all(({ issues }) => (issues.length > 0 ? value(1) : excluded('no_issue'))),
      ),
    ],
  }),
  measure({
    id: 'bug_report_to_fix',
    row: 37,
    name: text('Zeit bis Bugfix', 'Bug report to fix, to release, to customer told'),
    formula: text(
      'Issue erledigt / veröffentlicht / Kunde benachrichtigt − Verknüpfung mit dem Issue',
      'issue done / released / customer told − link to the issue',
    ),
    unit: 'd',
    clock: 'cal',
    population: 'P-dev',
    edgeCases: text(
      'Drei getrennte Uhren, jede nach ihrem eigenen Datum. n zählt Verknüpfungen.',
      'Three separate clocks, each by its own date. n counts links.',
    ),
    example: text(
      'Verknüpft 1.3., erledigt 5.3., veröffentlicht 8.3., gesagt 9.3.: 4, 7 und 8 Tage.',
      'Linked 1 March, done 5, released 8, told 9: 4, 7 and 8 days.',
    ),
    source: 'Stellwerk; Linear events',
    figures: [
      figure('fixed', text('bis erledigt', 'until done'), 'd', 'median', untilIssue('fixedAt')),
      figure('released', text('bis veröffentlicht', 'until released'), 'd', 'median', untilIssue('releasedAt')),
      figure(
        'told',
        text('bis Kunde benachrichtigt', 'until the customer was told'),
        'd',
        'median',
        untilIssue('toldAt'),
      ),
    ],
  }),
];
