import type { Effect, Write } from '../model/effect.ts';
import { writeClassOf } from '../model/effect.ts';
import type { Decision, Reason } from '../model/reason.ts';
import type { Policy } from '../policy/policy.ts';
import type { ClockInstance, EngineState } from './state.ts';

/** Names the ticket whose story is folded. */
export interface TicketName {
  readonly connection: string;
  readonly ticketId: string;
  /** `<connection>:ticket:<id>`: first part of every effect key. */
  readonly key: string;
}

/** One step of the fold: an event or a deadline at an instant. Collects what is decided; `state` is changed in place. */
export interface Step {
  readonly ticket: TicketName;
  readonly policy: Policy;
  readonly state: EngineState;
  /** The clocks of `state` that are not over for good, in their order: see `liveClocks`. */
  readonly live: ClockInstance[];
  readonly at: number;
  /** Key of the event, or `due:<deadline>`. */
  readonly cause: string;
  readonly decisions: Decision[];
  readonly effects: Effect[];
}

/** Notes why something was decided. */
export function decided(step: Step, code: string, facts: Reason['facts'], rule: string | null = null): Reason {
  const reason: Reason = { code, rule, facts };
  step.decisions.push({ at: step.at, cause: step.cause, reason });
  return reason;
}

/** Asks for a write. `name` makes the key unique within the rule's firing. */
export function want(
  step: Step,
  write: Write,
  options: {
    readonly rule: string;
    readonly instance: string;
    readonly name: string;
    readonly reason: Reason;
    readonly mode: Effect['mode'];
    readonly connection?: string;
    readonly notBefore?: number;
  },
): Effect {
  const effect: Effect = {
    key: `${step.ticket.key}/${options.rule}/${options.instance}/${options.name}`,
    connection: options.connection ?? step.ticket.connection,
    writeClass: writeClassOf(write.kind),
    write,
    at: step.at,
    mode: options.mode,
    coalesceKey: coalesceKeyOf(step.ticket.key, write),
    rule: options.rule,
    reason: options.reason,
    ...(options.notBefore === undefined ? {} : { notBefore: options.notBefore }),
  };
  step.effects.push(effect);
  return effect;
}

/** Ends of which only the newest matters. Tags do not: each change names its own tags. */
function coalesceKeyOf(ticket: string, write: Write): string | null {
  const { kind } = write;
  if (kind === 'impact_comment') return `${ticket}/impact/${write.issue.issue}`;
  if (kind === 'set_tier') return `${ticket}/tier`;
  if (kind === 'assign_group') return `${ticket}/group`;
  if (kind === 'set_priority') return `${ticket}/priority`;
  if (kind === 'set_status') return `${ticket}/status`;
  return null;
}
