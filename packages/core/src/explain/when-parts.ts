import { currentTier } from '../decide/state.ts';
import { type Asked, holds } from '../escalation/holds.ts';
import { clockMoment, ownTimeMoment, unownedMoment } from '../escalation/moments.ts';
import type { Comparison } from '../policy/comparison.ts';
import type { Duration } from '../policy/duration.ts';
import type { When } from '../policy/when.ts';
import { bounces } from '../tiering/change-tier.ts';

/** One part of a rule's condition. */
export type PartExplanation =
  | {
      readonly kind: 'value';
      /** Key of the policy file: `priority`, `tag`, `unowned`, `sla`. */
      readonly key: string;
      readonly wanted: string;
      /** What the ticket has; empty where it has nothing. */
      readonly actual: string;
      readonly holds: boolean;
      /** For parts about time: when it holds or held from, epoch ms; null while that cannot come (paused, nobody missing). */
      readonly at: number | null;
      readonly timed: boolean;
    }
  | {
      readonly kind: 'any' | 'all';
      readonly holds: boolean;
      /** Each alternative with its own parts. */
      readonly of: readonly (readonly PartExplanation[])[];
    };

type Key = Exclude<keyof When, 'at' | 'any' | 'all'>;
const TIMED: ReadonlySet<string> = new Set(['sla', 'unowned', 'ownTime']);

/** The parts of a condition, each with whether it holds and what the ticket has. */
export function explainWhen(asked: Asked, when: When): readonly PartExplanation[] {
  const keys = Object.keys(when).filter(
    (key): key is Key => !['at', 'any', 'all'].includes(key) && when[key as Key] !== undefined,
  );
  return [
    ...keys.map((key) => valuePart(asked, when, key)),
    ...(when.all ? [group('all', asked, when.all)] : []),
    ...(when.any ? [group('any', asked, when.any)] : []),
  ];
}

/** When the parts hold together if nothing but time happens: -Infinity when they do already, null when never. */
export function comesTrueAt(parts: readonly PartExplanation[]): number | null {
  let latest = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const at = partAt(part);
    if (at === null) return null;
    latest = Math.max(latest, at);
  }
  return latest;
}

function partAt(part: PartExplanation): number | null {
  if (part.holds) return Number.NEGATIVE_INFINITY;
  if (part.kind === 'value') return part.at;
  const times = part.of.map(comesTrueAt);
  if (part.kind === 'all') return times.includes(null) ? null : Math.max(...times.map(Number));
  const possible = times.filter((at) => at !== null);
  return possible.length === 0 ? null : Math.min(...possible);
}

function group(kind: 'any' | 'all', asked: Asked, parts: readonly When[]): PartExplanation {
  return {
    kind,
    holds: holds(asked, { [kind]: parts }),
    of: parts.map((part) => explainWhen(asked, part)),
  };
}

function valuePart(asked: Asked, when: When, key: Key): PartExplanation {
  const part: When = key === 'sla' ? { sla: when.sla, at: when.at } : { [key]: when[key] };
  return {
    kind: 'value',
    key,
    wanted: key === 'sla' ? [wantedText(when.sla), when.at].filter(Boolean).join(' ') : wantedText(when[key]),
    actual: actualText(asked, key),
    holds: holds(asked, part),
    at: momentOf(asked, part, key),
    timed: TIMED.has(key),
  };
}

function momentOf({ step, clock, rule }: Asked, part: When, key: Key): number | null {
  if (key === 'sla') return clock === null ? null : clockMoment(step, part, clock);
  if (key === 'unowned') return unownedMoment(step, part, rule);
  return key === 'ownTime' ? ownTimeMoment(step, part, rule) : null;
}

function wantedText(wanted: unknown): string {
  if (Array.isArray(wanted)) return wanted.map(wantedText).join(' | ');
  if (typeof wanted !== 'object' || wanted === null) return String(wanted);
  if ('operator' in wanted) {
    const { operator, bound } = wanted as Comparison;
    return `${operator === '=' ? '' : operator}${bound}`;
  }
  if ('count' in wanted) return wantedText(wanted.count);
  return 'kind' in wanted ? durationText(wanted as Duration) : '';
}

function durationText(duration: Duration): string {
  if (duration.kind === 'bd') return `${duration.days}bd`;
  const minutes = duration.ms / 60_000;
  return Number.isInteger(minutes / 60) ? `${minutes / 60}h` : `${minutes}min`;
}

/** What the ticket has where a condition asks for this key. */
function actualText({ step, clock }: Asked, key: Key): string {
  const { state, policy } = step;
  const { facts } = state;
  const values: Readonly<Record<Key, unknown>> = {
    priority: facts.priority,
    plan: facts.plan,
    tier: currentTier(state),
    status: facts.status,
    group: facts.group,
    tag: facts.tags.join(', '),
    channel: facts.channel,
    language: facts.language,
    category: facts.fields.category,
    pattern: facts.patterns.join(', '),
    openedBy: facts.openedBy,
    touch: facts.fields.touch ?? policy.input.touch.default,
    sla: clock === null ? '' : `${clock.id} ${clock.state}`,
    unowned: facts.assignee,
    ownTime: currentTier(state),
    agentReplies: facts.agentReplies,
    customerReplies: facts.customerReplies,
    reopens: facts.reopens,
    tierBounces: bounces(step),
    health: facts.fields.health,
    csat: facts.lastRating,
    similarTickets: facts.fields.similar_tickets,
    issue: Object.values(facts.issues)
      .map(({ state: now, reason }) => reason ?? now)
      .join(', '),
  };
  return String(values[key] ?? '');
}
