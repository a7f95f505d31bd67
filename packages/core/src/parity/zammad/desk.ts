import { conditionHolds } from './condition.ts';
import { agentContact, customerSpoke } from './contacts.ts';
import { type ActiveSla, recalculate } from './escalation.ts';
import { readHours } from './working-time.ts';
import {
  ZammadCalendarInput,
  type ZammadCase,
  type ZammadCaseEvent,
  type ZammadCaseFile,
  ZammadSlaInput,
} from './zammad-case.ts';
import { newTicket, type ZammadMinutes, type ZammadTicket, type ZammadTimes } from './zammad-ticket.ts';

/** Releases whose arithmetic differs: all from 5.2 to 6.5 count alike. */
export type ZammadVersion = '6.5' | '7.0';

interface SlaRow {
  readonly id: number;
  input: ZammadSlaInput;
  updatedAt: number;
}

/** A Zammad in memory with one ticket, one calendar and some SLAs. */
export interface ZammadDesk {
  readonly version: ZammadVersion;
  readonly file: Pick<ZammadCaseFile, 'default_state_flags' | 'communication_channels'>;
  readonly story: ZammadCase;
  now: number;
  ticket: ZammadTicket | null;
  calendar: ZammadCalendarInput;
  calendarUpdatedAt: number;
  slas: SlaRow[];
  /** Whether a change asked for the rebuild job and it has not run yet. */
  rebuildWanted: boolean;
  /** The promise of the last calculation; null before one and without an SLA. */
  applied: ZammadPromise | null;
}

/** What an SLA promises by which calendar. */
export interface ZammadPromise {
  readonly sla: ZammadSlaInput;
  readonly calendar: ZammadCalendarInput;
}

/** The promise that the ticket's row calls for now, whether or not it has been calculated; null without an SLA. */
export function promiseOf(desk: ZammadDesk): ZammadPromise | null {
  const sla = desk.ticket && slaFor(desk, desk.ticket)?.input;
  return sla ? { sla, calendar: desk.calendar } : null;
}

/** Stands for "before the story began" where a time of change is compared. */
const BEFORE = -1;
/** Id of the case's own SLA, which its events change. */
const OWN_SLA = 0;
const REBUILDING_SLA_FIELDS = ['condition', 'first_response_time', 'update_time', 'solution_time'];
const REBUILDING_CALENDAR_FIELDS = ['timezone', 'business_hours', 'default', 'ical_url', 'public_holidays'];
const CLOSED = 'closed';

/** Opens the desk of a case; its own SLA waits when the story creates it later. */
export function openDesk(story: ZammadCase, file: ZammadDesk['file'], version: ZammadVersion): ZammadDesk {
  const later = story.events.some(({ type }) => type === 'sla_create');
  const own = story.sla && !later ? [{ id: OWN_SLA, input: story.sla, updatedAt: BEFORE }] : [];
  const others = story.other_slas.map(
    (input, index): SlaRow => ({ id: OWN_SLA + 1 + index, input, updatedAt: BEFORE }),
  );
  return {
    version,
    file,
    story,
    now: story.events.find(({ at }) => at !== undefined)?.at ?? 0,
    ticket: null,
    calendar: story.calendar,
    calendarUpdatedAt: BEFORE,
    slas: [...own, ...others],
    rebuildWanted: false,
    applied: null,
  };
}

/** Lets one event happen. Throws on what a real Zammad would refuse or the case format does not define. */
export function happen(desk: ZammadDesk, event: ZammadCaseEvent): void {
  desk.now = event.at ?? desk.now;
  switch (event.type) {
    case 'ticket_create':
      desk.ticket = newTicket(desk.now, event.title ?? 'Printer jam', event.state, event.priority ?? '2 normal');
      return saved(desk);
    case 'article':
      return addArticle(desk, event);
    case 'state':
      setState(desk, event.to);
      return saved(desk);
    case 'priority':
      ticketOf(desk).priority = event.to;
      return saved(desk);
    case 'title':
      ticketOf(desk).title = event.to;
      return saved(desk);
    case 'set':
      for (const [field, value] of Object.entries(event.fields)) setField(desk, field, value);
      return saved(desk);
    case 'history_state':
      ticketOf(desk).history.push({ at: desk.now, from: event.from, to: event.to });
      return;
    case 'recalculate':
      return calculate(desk, event.force);
    default:
      return changeRules(desk, event);
  }
}

function changeRules(desk: ZammadDesk, event: ZammadCaseEvent): void {
  if (event.type === 'sla_create') {
    if (!desk.story.sla) throw new Error('sla_create: the case has no SLA');
    desk.slas.push({ id: OWN_SLA, input: desk.story.sla, updatedAt: desk.now });
    wantRebuild(desk);
  } else if (event.type === 'sla_update') updateSla(desk, event.fields);
  else if (event.type === 'sla_destroy') {
    desk.slas = desk.slas.filter(({ id }) => id !== OWN_SLA);
    wantRebuild(desk);
  } else if (event.type === 'calendar_update') {
    const next = ZammadCalendarInput.parse({ ...desk.calendar, ...event.fields });
    const changed = changedKeys(desk.calendar, { ...event.fields, ...next });
    if (changed.length === 0) return;
    desk.calendar = next;
    desk.calendarUpdatedAt = desk.now;
    if (changed.some((field) => REBUILDING_CALENDAR_FIELDS.includes(field))) wantRebuild(desk);
  } else if (event.type === 'run_jobs') runRebuild(desk);
}

function updateSla(desk: ZammadDesk, fields: Readonly<Record<string, unknown>>): void {
  const row = desk.slas.find(({ id }) => id === OWN_SLA);
  if (!row) throw new Error('sla_update: there is no such SLA now');
  const changed = changedKeys(row.input, fields);
  if (changed.length === 0) return;
  row.input = ZammadSlaInput.parse({ ...row.input, ...fields });
  row.updatedAt = desk.now;
  if (changed.some((field) => REBUILDING_SLA_FIELDS.includes(field))) wantRebuild(desk);
}

function changedKeys(before: object, fields: Readonly<Record<string, unknown>>): readonly string[] {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.keys(fields).filter((key) => JSON.stringify(known.get(key)) !== JSON.stringify(fields[key]));
}

function wantRebuild(desk: ZammadDesk): void {
  if (!imports(desk) || desk.story.settings.import_ignore_sla === true) desk.rebuildWanted = true;
}

/** The job forces a calculation of every ticket in an open state; finished ones keep their figures. */
function runRebuild(desk: ZammadDesk): void {
  if (!desk.rebuildWanted) return;
  desk.rebuildWanted = false;
  const state = desk.ticket?.state;
  if (state !== undefined && state !== CLOSED && state !== 'merged') calculate(desk, true);
}

/** What every commit of a ticket brings about. */
function saved(desk: ZammadDesk): void {
  setCloseTime(desk);
  if (!imports(desk)) calculate(desk, false);
}

/** The first closing is kept for good; a merge is none. */
function setCloseTime(desk: ZammadDesk): void {
  const { state, times } = ticketOf(desk);
  if (imports(desk) || state !== CLOSED) return;
  times.close_at ??= desk.now;
}

function calculate(desk: ZammadDesk, force: boolean): void {
  const ticket = ticketOf(desk);
  recalculate(ticket, {
    sla: slaFor(desk, ticket),
    pauses: pausesOf(desk),
    force,
    clearsFirst: desk.version === '7.0',
  });
  desk.applied = promiseOf(desk);
}

/** First by name that has a condition and meets it; else the last by name without one. */
function slaFor(desk: ZammadDesk, ticket: ZammadTicket): ActiveSla | null {
  const name = ({ input }: SlaRow): string => input.name ?? 'SLA';
  const ordered = desk.slas.toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
  const withCondition = ({ input }: SlaRow): boolean => Object.keys(input.condition ?? {}).length > 0;
  const row =
    ordered.find((each) => withCondition(each) && conditionHolds(each.input.condition ?? {}, ticket)) ??
    ordered.findLast((each) => !withCondition(each));
  if (!row) return null;
  return { ...row, hours: readHours(desk.calendar), calendarUpdatedAt: desk.calendarUpdatedAt };
}

function pausesOf({ file, story }: ZammadDesk): (state: string) => boolean {
  const flags = new Map(Object.entries({ ...file.default_state_flags, ...story.state_flags }));
  return (state) => flags.get(state) ?? false;
}

function imports({ story }: ZammadDesk): boolean {
  return story.settings.import_mode === true;
}

function everyMailCounts({ story }: ZammadDesk): boolean {
  return story.settings.ticket_last_contact_behaviour === 'based_on_customer_reaction';
}

function ticketOf({ ticket }: ZammadDesk): ZammadTicket {
  if (!ticket) throw new Error('the story needs ticket_create first');
  return ticket;
}

function setState(desk: ZammadDesk, to: string): void {
  const ticket = ticketOf(desk);
  if (ticket.state === to) return;
  ticket.history.push({ at: desk.now, from: ticket.state, to });
  ticket.state = to;
  if (to === CLOSED) ticket.times.last_close_at = desk.now;
}

function addArticle(
  desk: ZammadDesk,
  { sender, channel, internal }: Extract<ZammadCaseEvent, { type: 'article' }>,
): void {
  const ticket = ticketOf(desk);
  const communicates = desk.file.communication_channels.includes(channel);
  if (communicates && sender === 'Agent') ticket.agentMessages.push(desk.now);
  if (communicates && !internal) {
    if (sender === 'Agent') agentSpoke(desk, ticket);
    if (sender === 'Customer') customerSpoke(ticket, desk.now, everyMailCounts(desk));
  }
  saved(desk);
}

function agentSpoke(desk: ZammadDesk, ticket: ZammadTicket): void {
  agentContact(ticket, desk.now);
  if (imports(desk)) return;
  ticket.times.first_response_at ??= desk.now;
  if (ticket.state === 'new') setState(desk, 'open');
}

function setField(desk: ZammadDesk, field: string, value: unknown): void {
  const ticket = ticketOf(desk);
  if (field === 'state') return setState(desk, String(value));
  if (field === 'title' || field === 'priority') ticket[field] = String(value);
  else if (Object.hasOwn(ticket.times, field)) {
    ticket.times[field as keyof ZammadTimes] = (typeof value === 'string' ? Date.parse(value) : value) as number;
  } else if (Object.hasOwn(ticket.minutes, field)) {
    ticket.minutes[field as keyof ZammadMinutes] = value as number | null;
  } else throw new Error(`set: a ticket has no field ${field}`);
}
