import type { Text } from '../errors.ts';
import type { TicketEvent } from '../model/event.ts';
import { issue, issuesOf, type PolicyIssue } from '../policy/issues.ts';
import { nearest } from '../policy/nearest.ts';
import { TicketEventInput } from './event-input.ts';

/** An event with the ticket it belongs to. */
export type LaneEvent = TicketEvent & { readonly connection: string; readonly ticket: string };

/** Something wrong in an event file. */
export interface EventLineIssue extends PolicyIssue {
  /** Counted from 1. */
  readonly line: number;
}

/** What an event file holds. Lines with issues are left out of `events`. */
export interface EventLines {
  readonly events: readonly LaneEvent[];
  readonly issues: readonly EventLineIssue[];
}

const TYPES = TicketEventInput.options.map(({ shape }) => shape.type.value);

/** Reads NDJSON: one event a line in the form of `TicketEventInput`; empty lines are skipped. Never throws. */
export function readEventLines(text: string): EventLines {
  const events: LaneEvent[] = [];
  const issues: EventLineIssue[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line, index + 1);
    if (Array.isArray(read)) issues.push(...read.map((found) => ({ ...found, line: index + 1 })));
    else events.push(read as LaneEvent);
  }
  return { events, issues };
}

function readLine(line: string, number: number): LaneEvent | readonly PolicyIssue[] {
  const data = parseJson(line);
  if (data === undefined) return [issue([], { de: 'diese Zeile ist kein JSON', en: 'this line is no JSON' })];

  const type = typeOf(data);
  if (type !== null) return [type];
  const parsed = TicketEventInput.safeParse(data, { reportInput: true });
  return parsed.success ? eventOf(parsed.data, number) : issuesOf(parsed.error, TicketEventInput);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What is wrong with the type of the event, or null. Told before the rest: it decides what the rest must be. */
function typeOf(data: unknown): PolicyIssue | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const type = 'type' in data ? data.type : undefined;
  if (TYPES.some((known) => known === type)) return null;

  const list = TYPES.join(', ');
  const text: Text = { de: `erwartet wird eines von: ${list}`, en: `expected one of: ${list}` };
  return issue(['type'], text, { nearest: typeof type === 'string' ? nearest(type, TYPES) : null });
}

/** Fills in what a line may leave out: key and order from its number, the time of learning from the time it happened. */
function eventOf(input: TicketEventInput, line: number): LaneEvent {
  const { key = `line:${line}`, seq = line, observedAt = input.at, causedBy, ...rest } = input;
  const cause = causedBy === undefined ? {} : { causedBy };
  const common = { ...rest, key, seq, observedAt, ...cause };
  if (common.type === 'created') return { ...common, number: common.number ?? common.ticket };
  if (common.type === 'message') return { ...common, messageId: common.messageId ?? key };
  return common;
}
