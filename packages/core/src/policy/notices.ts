import { z } from 'zod';
import { TIERS } from '../model/tier.ts';

/** Languages that a notice may be written in: those that a customer's text is told apart by. */
export const NOTICE_LANGUAGES = ['de', 'en', 'fr'] as const;

// what `{…}` may name: the ticket's number, the tier's name
const UNKNOWN = /\{(?!(?:ticket|tier)\})[^}]*\}?/;

/** A text to the customer. It holds no logic: `{ticket}` and `{tier}` are filled in, everything else stands as it is. */
const NoticeText = z
  .string()
  .min(1)
  .max(4_000)
  .refine((text) => !UNKNOWN.test(text), { message: 'expected no other braces than {ticket} and {tier}' });

const TierNotice = z.strictObject({
  de: NoticeText.optional(),
  en: NoticeText.optional(),
  fr: NoticeText.optional(),
  /** Tells the customer whenever a ticket comes to this tier; else only where a rule says `notice: customer_notice`. */
  onEntry: z.boolean().default(false),
});

/** What customers are told when their ticket is in a tier, by language; the standard text where none is written. */
export const Notices = z.partialRecord(z.enum(TIERS), TierNotice);
