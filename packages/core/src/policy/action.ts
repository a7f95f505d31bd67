import { z } from 'zod';
import { PRIORITIES } from '../model/priority.ts';
import { STATUS_CLASSES } from '../model/status.ts';
import { TIERS } from '../model/tier.ts';

const Name = z.string().min(1);
const TagChange = z.string().regex(/^(add|remove) [^\s]+$/, 'expected "add name" or "remove name"');

/** One thing a rule does; exactly one key. */
export const Action = z
  .strictObject({
    /** `assignee`, or roles of `contacts`. */
    notify: z.union([Name, z.array(Name).min(1)]).optional(),
    tag: TagChange.optional(),
    /** `internal` for the standard text with the reason, or a text of one's own. */
    note: Name.optional(),
    /** `customer_notice` for the standard text to the customer, or a text of one's own. */
    notice: Name.optional(),
    tier: z.enum(TIERS).optional(),
    group: Name.optional(),
    priority: z.enum(PRIORITIES).optional(),
    status: z.enum(STATUS_CLASSES).optional(),
    /** A tracker of `trackers`. */
    issue: Name.optional(),
    /** Marks the ticket as the problem behind others: tag `problem`. */
    problem: z.literal('open').optional(),
    /** Leaves a draft of the customer's notice as an internal note. */
    draft: z.literal('customer_notice').optional(),
  })
  .refine((action) => Object.values(action).filter((value) => value !== undefined).length === 1, {
    message: 'expected exactly one action per entry, e.g. { tier: T2 } or { note: internal }',
  });
export type Action = z.output<typeof Action>;
