import type { StatusClass } from '../../model/status.ts';
import { excluded, missing, value, values } from '../measure/figure.ts';
import { type Measure, measure } from '../measure/measure.ts';
import { final, inbound, solved } from '../measure/populations.ts';
import type { Length, TicketRecord } from '../record/ticket-record.ts';
import { busMinutes, byBothClocks, calMinutes, figure, minus, text, timeIn } from './takes.ts';

const WITH_DESK: readonly StatusClass[] = ['new', 'open', 'unknown'];
const ON_HOLD: readonly StatusClass[] = ['waiting_third_party'];
const WITH_DEV: readonly StatusClass[] = ['waiting_dev'];
const WITH_CUSTOMER: readonly StatusClass[] = ['waiting_requester'];

type Pick = (length: Length) => number;

const sumIn = (statuses: readonly StatusClass[]) => (pick: Pick) =>
  solved((record) => value(pick(timeIn(record, statuses))));

/** From the last solution back to the start, without the time that others had it. */
function net(record: TicketRecord): Length {
  const whole = record.solutions.at(-1) ?? { calMs: 0, busMs: 0 };
  return minus(whole, timeIn(record, [...WITH_CUSTOMER, ...ON_HOLD, ...WITH_DEV]));
}

/** Rows 6 to 12: who waited for whom, and until when. */
export const WAITING: readonly Measure[] = [
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
