import { excluded, missing, value, values } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { all, inbound } from '../measure/populations.ts';
import type { TicketRecord, Turn } from '../record/ticket-record.ts';
import { busMinutes, byBothClocks, calMinutes, figure, text } from './takes.ts';

function laterAnswers({ turns }: TicketRecord): readonly Turn[] {
  return turns.filter(({ first, end }) => !first && end === 'answered');
}

/** Rows 1 to 5: how fast customers are answered. */
export const REPLIES: readonly Measure[] = [
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
];
