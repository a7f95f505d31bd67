import { z } from 'zod';
import { ACTOR_KINDS, CHANNELS } from '../model/actor.ts';
import { PRIORITIES } from '../model/priority.ts';
import { STATUS_CLASSES } from '../model/status.ts';
import { TIERS } from '../model/tier.ts';
import { ComparisonText } from './comparison.ts';
import { DurationText } from './duration.ts';
import { METRICS, OLA_METRICS } from './metrics.ts';

const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
const Name = z.string().min(1);

const AT = /^(\d{1,3}%|breach|[+-]\d+(?:\.\d+)?(?:s|min|h|d|w|bd))$/;
/** When on a clock: `75%` of the target, `breach`, `+60min` after or `-30min` before the due instant. */
const At = z.string().regex(AT, 'expected 75%, breach, +60min or -30min');

const SlaName = z.enum(['any', 'breach', ...METRICS, ...OLA_METRICS]);

/** Counts of similar tickets come in as a value from outside the rules. */
const SimilarTickets = z.strictObject({
  count: ComparisonText,
  within: DurationText.optional(),
  baseline: z.string().optional(),
});

const shape = {
  priority: oneOrMany(z.enum(PRIORITIES)).optional(),
  plan: oneOrMany(Name).optional(),
  tier: oneOrMany(z.enum(TIERS)).optional(),
  status: oneOrMany(z.enum(STATUS_CLASSES)).optional(),
  group: oneOrMany(Name).optional(),
  tag: oneOrMany(Name).optional(),
  channel: oneOrMany(z.enum(CHANNELS)).optional(),
  language: oneOrMany(Name).optional(),
  category: oneOrMany(Name).optional(),
  /** Ids of text patterns that matched the opening text or a customer's message. */
  pattern: oneOrMany(Name).optional(),
  /** Kind of account that opened the ticket. */
  openedBy: oneOrMany(z.enum(ACTOR_KINDS)).optional(),
  touch: oneOrMany(z.enum(['tech', 'low', 'mid', 'high'])).optional(),
  /** Which clock; `breach` stands for any clock that is breached. */
  sla: oneOrMany(SlaName).optional(),
  at: At.optional(),
  /** Nobody is assigned for this long. */
  unowned: DurationText.optional(),
  /** The present tier has had it for this long. */
  ownTime: DurationText.optional(),
  agentReplies: ComparisonText.optional(),
  customerReplies: ComparisonText.optional(),
  reopens: ComparisonText.optional(),
  tierBounces: ComparisonText.optional(),
  health: ComparisonText.optional(),
  csat: z.enum(['good', 'bad']).optional(),
  similarTickets: SimilarTickets.optional(),
  /** An issue linked to the ticket is open, or was closed for this reason. */
  issue: z.enum(['open', 'completed', 'not_planned', 'duplicate']).optional(),
} as const;

const Leaf = z.strictObject(shape);
/** The structured condition of a rule: all that is named must hold. */
export type When = z.output<typeof Leaf> & {
  readonly any?: readonly When[] | undefined;
  readonly all?: readonly When[] | undefined;
};

export const When: z.ZodType<When> = z
  .strictObject({
    ...shape,
    get any() {
      return z.array(When).min(1).optional();
    },
    get all() {
      return z.array(When).min(1).optional();
    },
  })
  .refine((when) => when.at === undefined || when.sla !== undefined, {
    path: ['at'],
    message: 'expected `sla` beside `at`: which clock is meant',
  }) as unknown as z.ZodType<When>;
