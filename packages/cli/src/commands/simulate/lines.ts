import {
  clockName,
  localTime,
  type RenderOptions,
  type SimulatedClock,
  type SimulatedTicket,
  span,
  wordOf,
} from '@stellwerk/core';
import { CLOCK_STATES } from '../explain/words.ts';

/** What the rules made of one ticket, as people read it. */
export function ticketLines(ticket: SimulatedTicket, options: RenderOptions): readonly string[] {
  const { language } = options;
  const time = (at: number): string => localTime(at, options);
  const { status, priority, plan, breaches } = ticket.summary;
  const german = language === 'de';
  return [
    `${ticket.connection}:${ticket.ticket} · ${wordOf('status', status, language)} · ${priority ?? '–'} · ${plan ?? '–'} · ${ticket.events} ${german ? 'Ereignisse' : 'events'} · ${breaches} ${german ? 'verletzt' : 'breached'}`,
    `  ${ticket.spans.map(({ tier, from }) => `${tier} (${time(from)})`).join(' → ') || '–'}`,
    ...ticket.clocks.map((clock) => `  ${clockLine(clock, options)}`),
    ...ticket.decisions.map(({ at, text }) => `  ${time(at)}  ${text[language]}`),
    ...ticket.effects.map(
      ({ at, connection, write, mode, rule }) => `  ${time(at)}  → ${connection} ${write.kind} (${rule}, ${mode})`,
    ),
    ...(ticket.nextAt === null ? [] : [`  ${german ? 'als Nächstes' : 'next'}: ${time(ticket.nextAt)}`]),
  ];
}

function clockLine({ id, state, usedMs, targetText, calendar, dueAt }: SimulatedClock, options: RenderOptions): string {
  const german = options.language === 'de';
  const due = dueAt === null ? '' : `, ${german ? 'fällig' : 'due'} ${localTime(dueAt, options)}`;
  const name = CLOCK_STATES[options.language][state] ?? state;
  return `${clockName(id, options.language)}: ${name}, ${span(usedMs)} ${german ? 'von' : 'of'} ${targetText} (${calendar})${due}`;
}
