import { excluded, missing, ratio, share, type Take } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, final } from '../measure/populations.ts';
import type { TicketRecord } from '../record/ticket-record.ts';
import { figure, text } from './takes.ts';

const withBot = (yes: (record: TicketRecord) => boolean): Take =>
  final((record) => (record.firstBotReply === null ? excluded('no_bot') : share(yes(record))));

const isAutonomous = ({ messages }: TicketRecord): boolean => messages.humanReplies === 0;

const proposals = (top: keyof TicketRecord['proposals']): Take =>
  all(({ proposals: found }) => {
    const count = found.accepted + found.dismissed + found.open;
    return count === 0 ? excluded('no_proposal') : ratio(found[top], count);
  });

/** Rows 55 to 63: self-service, automation, touch, forecast. */
export const SERVICE: readonly Measure[] = [
  measure({
    id: 'self_service_score',
    row: 55,
    name: text('Selbstbedienungsquote', 'Self-service score'),
    formula: text(
      'Nutzer der Hilfe ÷ Ersteller von Tickets; getrennt davon: abgewendete ÷ Sitzungen mit Vorschlag',
      'help-centre users ÷ ticket creators; apart from it: deflected ÷ sessions with a suggestion',
    ),
    unit: 'ratio',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Zwei Namen, nie eine einzige Zahl. Abgewendet: Vorschlag angenommen und 72 h kein Ticket.',
      'Two names, never one figure. Deflected: suggestion accepted and no ticket for 72 h.',
    ),
    example: text('900 Nutzer der Hilfe, 300 Ersteller: 3.', '900 help-centre users, 300 creators: 3.'),
    source: 'Zendesk',
    needs: text('Sitzungen des Hilfebereichs', 'help-centre sessions'),
  }),
  measure({
    id: 'ai_coverage',
    row: 56,
    name: text('KI-Abdeckung', 'AI coverage'),
    formula: text(
      'von KI beantwortete einfache Anfragen ÷ einfache Anfragen',
      'simple inbound requests answered by AI ÷ simple inbound requests',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-in',
    edgeCases: text(
      '„Einfach“ ist eine eingestellte Menge von Kategorien.',
      '“Simple” is a configured set of categories.',
    ),
    example: text('40 einfache Anfragen, 10 von KI beantwortet: 25 %.', '40 simple requests, 10 answered by AI: 25 %.'),
    source: 'Stellwerk',
    needs: text('Kategorien, die als einfach gelten', 'categories that count as simple'),
  }),
  measure({
    id: 'autonomous_resolution',
    row: 57,
    name: text(
      'Autonome, begleitete, übergebene, dauerhafte Lösung',
      'Autonomous, assisted, handed-over, durable resolution',
    ),
    formula: text(
      'kein Mensch vor der Lösung · Mensch beteiligt · Übergabe · autonom und nicht wieder geöffnet',
      'no human before the solution · human took part · hand-over · autonomous and not reopened',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-fin',
    edgeCases: text(
      'Nur Tickets, in denen ein Bot geschrieben hat. Übergeben: die Stufe T0 nach oben verlassen.',
      'Only tickets in which a bot wrote. Handed over: left tier T0 upward.',
    ),
    example: text(
      '20 Tickets mit Bot, 12 ohne Mensch gelöst, 1 davon wieder geöffnet: 60 % autonom, 55 % dauerhaft.',
      '20 tickets with a bot, 12 solved without a human, 1 of them reopened: 60 % autonomous, 55 % durable.',
    ),
    source: 'Chatwoot Captain, Zendesk',
    figures: [
      figure('autonomous', text('autonom', 'autonomous'), '%', 'share', withBot(isAutonomous)),
      figure(
        'assisted',
        text('begleitet', 'assisted'),
        '%',
        'share',
        withBot((record) => !isAutonomous(record)),
      ),
      figure(
        'handed_over',
        text('übergeben', 'handed over'),
        '%',
        'share',
        withBot(({ moves }) => moves.some(({ from }) => from === 'T0')),
      ),
      figure(
        'durable',
        text('dauerhaft', 'durable'),
        '%',
        'share',
        withBot((record) => isAutonomous(record) && record.reopenings.length === 0),
      ),
    ],
  }),
  measure({
    id: 'efficiency_gain',
    row: 58,
    name: text('Effizienzgewinn', 'Efficiency gain'),
    formula: text(
      'Bearbeitungsminuten je vergleichbarem Ticket nachher ÷ vorher − 1, bei gleichem Kategorienmix',
      'handling minutes per comparable ticket after ÷ before − 1, same category mix',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-sol',
    edgeCases: text('Ohne Angleichung des Mix wird nichts gezeigt.', 'Without adjusting the mix nothing is shown.'),
    example: text('Vorher 20 min, nachher 17 min: −15 %.', 'Before 20 min, after 17 min: −15 %.'),
    source: 'adjustment: Stellwerk',
    needs: text('ein Vergleichszeitraum', 'a period to compare with'),
  }),
  measure({
    id: 'triage_precision',
    row: 59,
    name: text('Treffergüte Triage', 'Triage precision, override rate'),
    formula: text('angenommene ÷ alle Vorschläge einer Stufe', 'accepted ÷ all proposals of a tier'),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Noch offene Vorschläge sind in der Basis. Verworfene stehen daneben.',
      'Proposals still open are in the base. Dismissed ones stand beside it.',
    ),
    example: text(
      '10 Vorschläge, 7 angenommen, 2 verworfen: 70 %, 20 %.',
      '10 proposals, 7 accepted, 2 dismissed: 70 %, 20 %.',
    ),
    source: 'Stellwerk',
    figures: [
      figure('accepted', text('angenommen', 'accepted'), '%', 'share', proposals('accepted')),
      figure('dismissed', text('verworfen', 'dismissed'), '%', 'share', proposals('dismissed')),
    ],
  }),
  measure({
    id: 'touch_mix',
    row: 60,
    name: text('Touch-Mix', 'Human vs automated touches'),
    formula: text('automatische ÷ alle Nachrichten an Kunden', 'automated ÷ all messages to customers'),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Kunden je Betreuer brauchen die Zuordnung der Kunden und fehlen bis dahin.',
      'Customers per manager need the assignment of customers and are missing until then.',
    ),
    example: text('3 automatische, 9 menschliche Nachrichten: 25 %.', '3 automated, 9 human messages: 25 %.'),
    source: 'Stellwerk',
    figures: [
      figure(
        'automated',
        text('automatisch', 'automated'),
        '%',
        'share',
        all(({ messages: { automated, humanTouches } }) =>
          automated + humanTouches === 0 ? missing('no_touch') : ratio(automated, automated + humanTouches),
        ),
      ),
    ],
  }),
  measure({
    id: 'proactive_share',
    row: 61,
    name: text('Proaktivitätsquote', 'Proactive share'),
    formula: text(
      'Mitteilungen vor dem ersten Kontakt zum selben Problem ÷ betroffene Kunden',
      'notices sent before the first contact on the same issue ÷ customers affected',
    ),
    unit: '%',
    clock: 'none',
    population: 'P-acc',
    edgeCases: text('Braucht die Verknüpfung mit dem Problem.', 'Needs the link to the issue.'),
    example: text(
      '20 betroffene Kunden, 15 vorab benachrichtigt: 75 %.',
      '20 customers affected, 15 told before: 75 %.',
    ),
    source: 'Stellwerk',
    needs: text('betroffene Kunden je Störung', 'customers affected per incident'),
  }),
  measure({
    id: 'follow_up_kept',
    row: 62,
    name: text('Follow-up-Treue', 'Follow-up kept'),
    formula: text('rechtzeitig gesendete ÷ versprochene Rückmeldungen', 'promised updates sent in time ÷ promised'),
    unit: '%',
    clock: 'none',
    population: 'P-all',
    edgeCases: text(
      'Ein Versprechen steht in einem Datumsfeld oder einer Notizvorlage.',
      'A promise is a due field or a note template.',
    ),
    example: text('10 versprochen, 9 rechtzeitig: 90 %.', '10 promised, 9 in time: 90 %.'),
    source: 'Stellwerk',
    needs: text('Feld oder Vorlage für versprochene Rückmeldungen', 'field or template of promised updates'),
  }),
  measure({
    id: 'forecast_calibration',
    row: 63,
    name: text('Prognosegüte', 'Forecast calibration'),
    formula: text(
      'Brier-Wert; Anteil der mindestens 30 min vorher gewarnten Verletzungen; Fehlalarme je Tag',
      'Brier score; share of breaches warned at least 30 min ahead; false alarms per day',
    ),
    unit: 'ratio',
    clock: 'none',
    population: 'P-clock',
    edgeCases: text('Steht neben der Prognose.', 'Shown next to the forecast.'),
    example: text(
      'Prognosen 0,8 und 0,2, eingetreten 1 und 0: 0,04.',
      'Forecasts 0.8 and 0.2, outcomes 1 and 0: 0.04.',
    ),
    source: 'Stellwerk',
    needs: text('gespeicherte Prognosen', 'recorded forecasts'),
  }),
];
