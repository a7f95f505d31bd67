import type { StatusClass } from '../../model/status.ts';
import { excluded, missing, value, values } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, final, inbound, solved } from '../measure/populations.ts';
import type { Length, TicketRecord, Turn } from '../record/ticket-record.ts';
import { busMinutes, byBothClocks, calMinutes, figure, minus, text, timeIn } from './takes.ts';

const WITH_DESK: readonly StatusClass[] = ['new', 'open', 'unknown'];
const ON_HOLD: readonly StatusClass[] = ['waiting_third_party'];
const WITH_DEV: readonly StatusClass[] = ['waiting_dev'];
const WITH_CUSTOMER: readonly StatusClass[] = ['waiting_requester'];

type Pick = (length: Length) => number;

function laterAnswers({ turns }: TicketRecord): readonly Turn[] {
  return turns.filter(({ first, end }) => !first && end === 'answered');
}

const sumIn = (statuses: readonly StatusClass[]) => (pick: Pick) =>
  solved((record) => value(pick(timeIn(record, statuses))));

/** From the last solution back to the start, without the time that others had it. */
function net(record: TicketRecord): Length {
  const whole = record.solutions.at(-1) ?? { calMs: 0, busMs: 0 };
  return minus(whole, timeIn(record, [...WITH_CUSTOMER, ...ON_HOLD, ...WITH_DEV]));
}

/** Rows 1 to 12: how fast. */
export const SPEED: readonly Measure[] = [
  measure({
    id: 'first_reply_time',
    row: 1,
    name: text('Antwortzeit, Erstreaktionszeit', 'First reply time (FRT)'),
    formula: text(
      'erste öffentliche Nachricht eines Menschen im Support − Ticketbeginn',
      'first public message of a human agent − ticket start',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-in',
    edgeCases: text(
      'Automatische Antworten, Bots, Zusammenführungshinweise und interne Notizen zählen nicht. Hat ein Agent das Ticket eröffnet, beginnt es mit der ersten Nachricht des Kunden. Wiedereröffnung, Gruppen- und Richtlinienwechsel beginnen sie nicht neu. Unbeantwortet: kein Wert.',
      'Machine answers, bots, merge notices and internal notes do not count. Where an agent opened the ticket, it starts with the customer’s first message. Reopening, a change of group or policy do not restart it. Unanswered: no value.',
    ),
    example: text(
      'Kunde schreibt Mo 16:30, Bot antwortet 16:31, Agent Di 9:30; Geschäftszeit 9–17 Uhr: 1.020 min, Geschäftszeit 60 min.',
      'Customer writes Mon 16:30, a bot answers 16:31, an agent Tue 9:30; hours 9–17: 1,020 min, business time 60 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: byBothClocks((pick) =>
      inbound(({ firstReply }) => (firstReply ? value(pick(firstReply)) : missing('unanswered'))),
    ),
  }),
  measure({
    id: 'first_automated_reply_time',
    row: 2,
    name: text('Erste Antwort inkl. Bot', 'First automated reply time'),
    formula: text('erste öffentliche Bot-Nachricht − Ticketbeginn', 'first public bot message − ticket start'),
    unit: 's',
    clock: 'cal',
    population: 'P-in',
    edgeCases: text(
      'Nur Tickets, in denen ein Bot geschrieben hat. Nie mit der Antwortzeit vermischt.',
      'Only tickets in which a bot wrote. Never mixed with the first reply time.',
    ),
    example: text('Kunde 16:30:00, Bot 16:30:20: 20 s.', 'Customer 16:30:00, bot 16:30:20: 20 s.'),
    source: 'Chatwoot',
    figures: [
      figure(
        'cal',
        text('Kalenderzeit', 'calendar time'),
        's',
        'median',
        inbound(({ firstBotReply }) => (firstBotReply ? value(firstBotReply.calMs / 1000) : excluded('no_bot'))),
      ),
    ],
  }),
  measure({
    id: 'next_reply_time',
    row: 3,
    name: text('Folgeantwortzeit', 'Next reply time'),
    formula: text(
      'öffentliche Antwort − älteste unbeantwortete Kundennachricht; ein Wert je Runde nach der ersten Antwort',
      'public agent reply − oldest unanswered customer message; one value per turn after the first reply',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-in',
    edgeCases: text(
      'Eine Lösung beendet die Runde ohne Wert. Ein bloßer Dank auf ein gelöstes Ticket ist keine Runde (`sla.ignoreThanks`). n zählt Runden.',
      'A solution ends the turn without a value. Mere thanks on a solved ticket are no turn (`sla.ignoreThanks`). n counts turns.',
    ),
    example: text(
      'Nach der ersten Antwort schreibt der Kunde 10:00 und 10:20, der Agent 11:00: eine Runde, 60 min.',
      'After the first reply the customer writes 10:00 and 10:20, the agent 11:00: one turn, 60 min.',
    ),
    source: 'Zendesk SLA, Plain',
    figures: byBothClocks((pick) => inbound((record) => values(laterAnswers(record).map(pick), 'no_answered_turn'))),
  }),
  measure({
    id: 'longest_reply_gap',
    row: 4,
    name: text('Längste Antwortlücke', 'Longest reply gap'),
    formula: text('Maximum der Folgeantwortzeiten je Ticket', 'maximum of the next reply times of a ticket'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-in',
    edgeCases: text('Ohne beantwortete Runde kein Wert.', 'No answered turn, no value.'),
    example: text('Runden von 60 und 15 min: 60 min.', 'Turns of 60 and 15 min: 60 min.'),
    source: 'Zammad (update_in_min)',
    figures: byBothClocks((pick) =>
      inbound((record) => {
        const turns = laterAnswers(record).map(pick);
        return turns.length === 0 ? missing('no_answered_turn') : value(Math.max(...turns));
      }),
    ),
  }),
  measure({
    id: 'periodic_update',
    row: 5,
    name: text('Aktualisierungsintervall', 'Periodic update, pausable update'),
    formula: text(
      'Zeit zwischen zwei öffentlichen Nachrichten des Supports; pausierbar: ohne die Zeit, die auf den Kunden wartet',
      'time between two public agent messages; pausable: without the time that waits for the customer',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-all',
    edgeCases: text(
      'Gelöste Zeit zählt nicht. Weniger als zwei Nachrichten: kein Wert. n zählt Abstände.',
      'Solved time does not count. Fewer than two messages: no value. n counts intervals.',
    ),
    example: text(
      'Nachrichten 10:00 und 12:00, von 10:30 bis 11:00 wartend auf den Kunden: 120 min, pausierbar 90 min.',
      'Messages 10:00 and 12:00, waiting for the customer 10:30–11:00: 120 min, pausable 90 min.',
    ),
    source: 'Zendesk',
    figures: [
      ...byBothClocks((pick) => all(({ updates }) => values(updates.map(pick), 'fewer_than_two_messages'))),
      figure(
        'pausable_cal',
        text('pausierbar, Kalenderzeit', 'pausable, calendar time'),
        'min',
        'median',
        all(({ updates }) =>
          values(
            updates.map(({ pausable }) => calMinutes(pausable)),
            'fewer_than_two_messages',
          ),
        ),
      ),
      figure(
        'pausable_bus',
        text('pausierbar, Geschäftszeit', 'pausable, business time'),
        'min',
        'median',
        all(({ updates }) =>
          values(
            updates.map(({ pausable }) => busMinutes(pausable)),
            'fewer_than_two_messages',
          ),
        ),
      ),
    ],
  }),
  measure({
    id: 'requester_wait_time',
    row: 6,
    name: text('Kundenwartezeit', 'Requester wait time'),
    formula: text(
      'Σ Zeit in neu, offen, wartend auf Dritte und auf die Entwicklung',
      'Σ time in new, open, waiting for third parties and for development',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-sol',
    edgeCases: text(
      'Zeit nach einer Lösung zählt erst wieder ab der Wiedereröffnung.',
      'Time after a solution counts again only from the reopening.',
    ),
    example: text(
      'Neu 30 min, offen 60 min, wartend auf den Kunden 90 min, wartend auf Dritte 20 min: 110 min.',
      'New 30 min, open 60 min, waiting for the customer 90 min, on hold 20 min: 110 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: byBothClocks(sumIn([...WITH_DESK, ...ON_HOLD, ...WITH_DEV])),
  }),
  measure({
    id: 'agent_work_time',
    row: 7,
    name: text('Bearbeitungswartezeit', 'Agent work time'),
    formula: text('Σ Zeit in neu und offen', 'Σ time in new and open'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-sol',
    edgeCases: text(
      'Keine Bearbeitungszeit (Zeile 33): niemand arbeitet die ganze Zeit daran.',
      'Not handling time (row 33): nobody works on it all that time.',
    ),
    example: text(
      'Neu 30 min, offen 60 min, wartend 90 min: 90 min.',
      'New 30 min, open 60 min, waiting 90 min: 90 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: byBothClocks(sumIn(WITH_DESK)),
  }),
  measure({
    id: 'agent_wait_time',
    row: 8,
    name: text('Wartezeit auf Kunde', 'Agent wait time'),
    formula: text('Σ Zeit wartend auf den Kunden', 'Σ time waiting for the customer'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-sol',
    edgeCases: text(
      'Variante „berechtigt“: ohne Zeit, in der der Kunde schon geschrieben hatte und auf Antwort wartete.',
      'Variant “justified”: without the time in which the customer had already written and waited for an answer.',
    ),
    example: text(
      'Wartend 9:00–11:00, der Kunde schrieb 10:00: 120 min, berechtigt 60 min.',
      'Waiting 9:00–11:00, the customer wrote 10:00: 120 min, justified 60 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: [
      ...byBothClocks(sumIn(WITH_CUSTOMER)),
      figure(
        'justified_cal',
        text('berechtigt, Kalenderzeit', 'justified, calendar time'),
        'min',
        'median',
        solved((record) => value(calMinutes(timeIn(record, WITH_CUSTOMER, ({ asked }) => !asked)))),
      ),
      figure(
        'justified_bus',
        text('berechtigt, Geschäftszeit', 'justified, business time'),
        'min',
        'median',
        solved((record) => value(busMinutes(timeIn(record, WITH_CUSTOMER, ({ asked }) => !asked)))),
      ),
    ],
  }),
  measure({
    id: 'on_hold_time',
    row: 9,
    name: text('Wartezeit auf Dritte; Wartezeit Entwicklung', 'On-hold time; waiting for development'),
    formula: text(
      'Σ Zeit wartend auf Dritte; Σ Zeit wartend auf die Entwicklung',
      'Σ time waiting for third parties; Σ time waiting for development',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-sol',
    edgeCases: text(
      'Wer nie wartete, hat 0: das ist gemessen, nicht fehlend.',
      'A ticket that never waited has 0: measured, not missing.',
    ),
    example: text(
      'Wartend auf Dritte 22 min, auf die Entwicklung 40 min: 22 min und 40 min.',
      'On hold 22 min, for development 40 min: 22 min and 40 min.',
    ),
    source: 'Zendesk; the split is Stellwerk’s',
    figures: [
      ...byBothClocks(sumIn(ON_HOLD)),
      figure(
        'dev_cal',
        text('Entwicklung, Kalenderzeit', 'development, calendar time'),
        'min',
        'median',
        sumIn(WITH_DEV)(calMinutes),
      ),
      figure(
        'dev_bus',
        text('Entwicklung, Geschäftszeit', 'development, business time'),
        'min',
        'median',
        sumIn(WITH_DEV)(busMinutes),
      ),
    ],
  }),
  measure({
    id: 'time_to_restore',
    row: 10,
    name: text('Wiederherstellungszeit', 'Time to restore (workaround)'),
    formula: text('Dienst wiederhergestellt − Ticketbeginn', 'service restored − ticket start'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-in',
    edgeCases: text(
      'Nur P1 und P2. Wiederhergestellt ist das Ticket, wenn es zum ersten Mal das Schlagwort `sla.fulfil.restore.tag` trägt.',
      'Only P1 and P2. Restored is when the ticket first carries the tag `sla.fulfil.restore.tag`.',
    ),
    example: text(
      'Beginn 8:00, Umgehung 9:30: 90 min, auch wenn die Lösung Tage später kommt.',
      'Start 8:00, workaround 9:30: 90 min, even if the solution comes days later.',
    ),
    source: 'Stellwerk',
    figures: byBothClocks((pick) =>
      inbound(({ priority, restored }) => {
        if (priority !== 'P1' && priority !== 'P2') return excluded('not_p1_p2');
        return restored ? value(pick(restored)) : missing('not_restored');
      }),
    ),
  }),
  measure({
    id: 'full_resolution_time',
    row: 11,
    name: text('Auflösungszeit, Durchlaufzeit', 'Full resolution time'),
    formula: text(
      'letzte Lösung − Eröffnung; netto: ohne Wartezeit auf Kunde, Dritte und Entwicklung',
      'last solution − creation; net: without waiting for the customer, third parties and development',
    ),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-fin',
    edgeCases: text(
      'Eine Wiedereröffnung verlängert sie. Geschlossen ohne gelöst zählt als gelöst.',
      'A reopening extends it. Closed without solved counts as solved.',
    ),
    example: text(
      'Eröffnet Mo 9:00, gelöst 10:00, wieder offen 11:00, gelöst 12:00: 180 min.',
      'Created Mon 9:00, solved 10:00, reopened 11:00, solved 12:00: 180 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: [
      ...byBothClocks((pick) => final(({ solutions }) => values(solutions.slice(-1).map(pick), 'no_solution'))),
      figure(
        'net_cal',
        text('netto, Kalenderzeit', 'net, calendar time'),
        'min',
        'median',
        final((record) => value(calMinutes(net(record)))),
      ),
      figure(
        'net_bus',
        text('netto, Geschäftszeit', 'net, business time'),
        'min',
        'median',
        final((record) => value(busMinutes(net(record)))),
      ),
    ],
  }),
  measure({
    id: 'first_resolution_time',
    row: 12,
    name: text('Erstlösungszeit', 'First resolution time'),
    formula: text('erste Lösung − Eröffnung', 'first solution − creation'),
    unit: 'min',
    clock: 'cal+bus',
    population: 'P-sol',
    edgeCases: text(
      'Zählt auch, wenn das Ticket danach wieder geöffnet und wieder gelöst wurde.',
      'Also counts where the ticket was reopened and solved again.',
    ),
    example: text(
      'Eröffnet 9:00, gelöst 10:00, noch einmal 12:00: 60 min.',
      'Created 9:00, solved 10:00 and again 12:00: 60 min.',
    ),
    source: 'Zendesk, dbt_zendesk',
    figures: byBothClocks((pick) => solved(({ solutions }) => values(solutions.slice(0, 1).map(pick), 'no_solution'))),
  }),
];
