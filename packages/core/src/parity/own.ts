import type { BusinessCalendar } from '../calendar/index.ts';
import { fold, inStoryOrder } from '../decide/fold.ts';
import type { ClockInstance, EngineState } from '../decide/state.ts';
import type { Actor, ActorKind } from '../model/actor.ts';
import type { EventBody, OrganisationRef, TextFeatures, TicketEvent } from '../model/event.ts';
import type { StatusClass } from '../model/status.ts';
import type { Metric } from '../policy/metrics.ts';
import { parsePolicy } from '../policy/parse.ts';
import type { Policy } from '../policy/policy.ts';

/** Targets of one plan in minutes, null for none, and its calendar in the form of the policy file. */
export interface OwnPlan {
  readonly calendar: unknown;
  readonly targets: Readonly<Partial<Record<Metric, number | null>>>;
}

/** A native story told to our engine. */
export interface OwnStory {
  /** Each promise the ticket had; events name them by their place. */
  readonly plans: readonly OwnPlan[];
  /** Status classes in which the given metrics stand still. */
  readonly pause: Readonly<Partial<Record<StatusClass, readonly Metric[]>>>;
  readonly onPlanChange: 'keep_elapsed' | 'from_creation';
  readonly onReopen: 'resume' | 'ignore';
  readonly events: readonly TicketEvent[];
  readonly until: number;
}

/** How our engine has the ticket. */
export interface OwnResult {
  readonly state: EngineState;
  readonly policy: Policy;
}

/** Folds stories; policies that are alike are compiled once. */
export function createOwnEngine(): (story: OwnStory) => OwnResult {
  const policies = new Map<string, Policy>();
  return (story) => {
    const data = policyData(story);
    const key = JSON.stringify(data);
    const policy = policies.get(key) ?? compile(data);
    policies.set(key, policy);
    const events = inStoryOrder(story.events);
    const name = { connection: 'parity', ticketId: '1', key: 'parity:ticket:1' };
    return { policy, state: fold(name, policy, null, events, story.until).state };
  };
}

function compile(data: unknown): Policy {
  const parsed = parsePolicy(data, 'parity');
  if (parsed.ok) return parsed.policy;
  const [first] = parsed.issues;
  throw new Error(`our engine cannot take this policy: ${first?.path.join('.')}: ${first?.text.en}`);
}

function policyData({ plans, pause, onPlanChange, onReopen }: OwnStory): unknown {
  const named = plans.map((plan, index) => [`p${index}`, plan] as const);
  const fallback = { calendar: named[0]?.[0] ?? 'always', default: true };
  return {
    version: 1,
    preset: 'none',
    calendars: {
      always: { timezone: 'UTC', week: { 'mon-sun': ['00:00-24:00'] } },
      ...Object.fromEntries(named.map(([name, { calendar }]) => [name, calendar])),
    },
    plans: {
      ...Object.fromEntries(
        named.map(([name]) => [name, { calendar: name, match: [{ 'org.field': 'plan', is: name }] }]),
      ),
      none: fallback,
    },
    sla: {
      onChange: { plan: onPlanChange, reopen: onReopen },
      pause,
      targets: Object.fromEntries(named.map(([name, { targets }]) => [name, rowsOf(targets)])),
    },
  };
}

function rowsOf(targets: OwnPlan['targets']): Readonly<Record<string, readonly string[]>> {
  const promised = Object.entries(targets).flatMap(([metric, minutes]) =>
    typeof minutes === 'number' && minutes > 0 ? [[metric, Array<string>(4).fill(`${minutes}min`)] as const] : [],
  );
  return Object.fromEntries(promised);
}

const NO_TEXT: TextFeatures = { length: 1, language: null, patterns: [] };

/** The organisation whose plan is the n-th of the story; null for no promise. */
export function planOf(index: number | null): OrganisationRef {
  return { ref: 'parity', fields: { plan: index === null ? 'none' : `p${index}` } };
}

/** An event of a native story. `seq` keeps the order of one instant. */
export function ownEvent(seq: number, at: number, kind: ActorKind, body: EventBody): TicketEvent {
  const actor: Actor = { kind, ref: kind };
  const meta = {
    key: `e:${seq}:${body.type}`,
    at,
    seq,
    observedAt: at,
    actor,
    channel: 'email',
    provenance: 'import',
  } as const;
  return { ...meta, ...body };
}

/** The birth of a ticket. */
export function bornAs(status: StatusClass, plan: number | null): EventBody {
  return {
    type: 'created',
    status: { class: status, raw: status },
    priority: { value: 'P3', raw: null },
    group: null,
    assignee: null,
    requester: 'requester',
    organisation: planOf(plan),
    tags: [],
    fields: {},
    tier: null,
    brand: null,
    features: NO_TEXT,
    number: '1',
    url: null,
  };
}

/** A message; automatic ones count for nothing. */
export function spoke(seq: number, visibility: 'public' | 'internal', autoReply = false): EventBody {
  return { type: 'message', messageId: String(seq), visibility, autoReply, features: NO_TEXT };
}

/** A change of status. */
export function became(status: StatusClass): EventBody {
  return { type: 'status_changed', from: null, to: { class: status, raw: status } };
}

/** How a deadline is read: rolled to the next opening, and whether a target may have run out before it was promised. */
export interface DueReading {
  readonly rolling: boolean;
  readonly backdated: boolean;
}

/** When the running clock of a metric is due, by our reading or another; null while it does not run. */
export function dueOf({ state, policy }: OwnResult, metric: Metric, { rolling, backdated }: DueReading): number | null {
  const clock = state.clocks.findLast((each) => each.metric === metric && each.endedAt === null);
  const last = clock?.segments.at(-1);
  const calendar = clock && policy.calendars.get(clock.calendar);
  if (clock?.state !== 'running' || !last || !calendar) return null;
  const add = (from: number, openMs: number): number =>
    rolling ? calendar.addRolling(from, openMs) : calendar.add(from, openMs);
  const left = clock.targetMs - clock.usedMs;
  if (left > 0) return add(last.from, left);
  return backdated ? ranOut(clock, calendar, add) : clock.dueAt;
}

/** The instant at which the present target was used up, read over all that was counted. */
function ranOut(
  { segments, targetMs }: ClockInstance,
  calendar: BusinessCalendar,
  add: BusinessCalendar['add'],
): number | null {
  let left = targetMs;
  for (const { from, to, counting } of segments) {
    if (!counting) continue;
    const length = to === null ? Number.POSITIVE_INFINITY : calendar.between(from, to);
    if (length > left) return add(from, left);
    left -= length;
  }
  return null;
}

/** Minutes that a clock used, exact; null while it has not ended for one of the reasons. */
export function usedMinutes(clock: ClockInstance | undefined, reasons: readonly string[]): number | null {
  return clock?.endReason != null && reasons.includes(clock.endReason) ? clock.usedMs / 60_000 : null;
}
