import { existsSync, readFileSync } from 'node:fs';
import { type LaneEvent, type Policy, parsePolicy, type SimulatedTicket, simulate, type Write } from '@stellwerk/core';
import { parse } from 'yaml';
import { z } from 'zod';
import { instant, local, readHistoryLine } from './golden-history.ts';

const Lines = z.array(z.string());

/** A golden ticket as it is written: what happened in few words, and what must come of it. */
export const GoldenTicket = z.strictObject({
  title: z.string(),
  /** The ask (`ask 8`) or case that it protects. */
  protects: z.string().min(5),
  /** How the expected figures were worked out. */
  because: z.string().min(20),
  /** Name of a policy beside the tickets or in `examples/policies`, or a policy of its own. */
  policy: z.union([z.string(), z.record(z.string(), z.unknown())]),
  /** Sections that take the place of the named policy's own. */
  with: z.record(z.string(), z.unknown()).default({}),
  history: Lines,
  /** How far time has passed, in Berlin. */
  until: z.string(),
  expect: z.strictObject({
    /** `T1 default 2026-12-02 09:00`; `(bounce)` where the ticket had left the tier before. */
    spans: Lines,
    /** Clock → `running due …`, `paused used …`, `met used … by …`, `breached at … used … by …`. */
    clocks: z.record(z.string(), z.string()),
    /** Codes of all reasons in their order. */
    decisions: Lines,
    /** `2026-12-02 09:00 set_tier T1` with `(propose)` or `(not before …)`. */
    effects: Lines,
  }),
});
export type GoldenTicket = z.output<typeof GoldenTicket>;

/** What came of the story, in the words of the file. */
export function outcomeOf(golden: GoldenTicket): GoldenTicket['expect'] {
  const [ticket] = simulated(golden);
  if (!ticket) throw new Error('the history has no event before `until`');
  return {
    spans: ticket.spans.map(
      ({ tier, source, from, bounce }) => `${tier} ${source} ${local(from)}${bounce ? ' (bounce)' : ''}`,
    ),
    clocks: Object.fromEntries(ticket.clocks.map((clock) => [clock.id, clockText(clock)])),
    decisions: ticket.decisions.map(({ reason }) => reason.code),
    effects: ticket.effects.map(
      ({ at, write, mode, notBefore }) =>
        `${local(at)} ${write.kind}${argument(write)}${mode === 'propose' ? ' (propose)' : ''}${notBefore === undefined ? '' : ` (not before ${local(notBefore)})`}`,
    ),
  };
}

/** What the engine makes of the story. */
export function simulated(
  golden: GoldenTicket,
  order = (events: LaneEvent[]): LaneEvent[] => events,
): readonly SimulatedTicket[] {
  return simulate(policyOf(golden), order(golden.history.map(readHistoryLine) as LaneEvent[]), instant(golden.until));
}

/** The policy of a golden ticket, compiled. */
export function policyOf({ policy, with: sections }: GoldenTicket): Policy {
  const data = typeof policy === 'string' ? parse(readFileSync(policyFile(policy), 'utf8')) : policy;
  const parsed = parsePolicy({ ...data, ...sections }, 'golden');
  if (!parsed.ok) throw new Error(parsed.issues.map(({ path, text }) => `${path.join('.')}: ${text.en}`).join('\n'));
  return parsed.policy;
}

function policyFile(name: string): URL {
  const own = new URL(`golden/policies/${name}.yaml`, import.meta.url);
  return existsSync(own) ? own : new URL(`../../examples/policies/${name}.yaml`, import.meta.url);
}

function clockText(clock: SimulatedTicket['clocks'][number]): string {
  const { state, breachedAt, dueAt, usedMs, endReason } = clock;
  const breach =
    breachedAt === null ? '' : state === 'breached' ? ` at ${local(breachedAt)}` : ` breached at ${local(breachedAt)}`;
  if (state === 'running') return `running${breachedAt === null && dueAt !== null ? ` due ${local(dueAt)}` : breach}`;
  return `${state}${breach} used ${amount(usedMs)}${endReason === null ? '' : ` by ${endReason}`}`;
}

function amount(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const parts = [
    minutes >= 60 ? `${Math.floor(minutes / 60)}h` : '',
    minutes % 60 > 0 || minutes === 0 ? `${minutes % 60}min` : '',
    ms % 60_000 > 0 ? `${ms % 60_000}ms` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function argument(write: Write): string {
  if (write.kind === 'set_tier') return ` ${write.tier}`;
  if (write.kind === 'ensure_tags')
    return [...write.add.map((tag) => ` +${tag}`), ...write.remove.map((tag) => ` -${tag}`)].join('');
  if (write.kind === 'assign_group') return ` ${write.group}`;
  if (write.kind === 'set_priority') return ` ${write.priority}`;
  if (write.kind === 'set_status') return ` ${write.status}`;
  return 'contact' in write ? ` ${write.contact}` : '';
}
