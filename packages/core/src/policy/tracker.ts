import { z } from 'zod';
import { PRIORITIES } from '../model/priority.ts';
import { STATUS_CLASSES } from '../model/status.ts';
import { NOTICE_LANGUAGES } from './notices.ts';

const Name = z.string().min(1);

/** Names in `allowFields` and in a template that stand for what the customer wrote; the others are fields of the ticket. */
export const TEXT_FIELDS = ['subject', 'message'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** What a template may name beside allowed fields. */
export const TEMPLATE_NAMES = ['ticket', 'link', 'priority', 'plan', 'tier', 'fields'] as const;

const Status = z.enum(STATUS_CLASSES);

/** What comes back into the ticket. */
const SyncBack = z.strictObject({
  done: z.enum(['reopen_internal', 'note', 'draft_reply', 'ignore']).default('note'),
  released: z.enum(['draft_reply', 'note', 'ignore']).default('draft_reply'),
  comment: z.enum(['internal_note', 'ignore']).default('internal_note'),
  /** A label named in `causes`. */
  cause: z.enum(['internal_note', 'ignore']).default('internal_note'),
  /** Status that an open ticket gets; left out: it keeps its own. */
  status: z
    .strictObject({ closed: Status.optional(), reopened: Status.optional(), released: Status.optional() })
    .prefault({}),
});

/** A text to the customer that the bug is fixed. `{ticket}` is its number. */
const FixedNotice = z
  .string()
  .min(1)
  .max(4_000)
  .refine((text) => !/\{(?!ticket\})[^}]*\}?/.test(text), { message: 'expected no other braces than {ticket}' });

/** Where bugs go, and what may go there. */
export const Tracker = z.strictObject({
  kind: z.literal('github'),
  repository: z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'expected owner/name'),
  /** `any` also needs the repository's name typed out in the connection: `allowPublic: owner/name`. */
  visibility: z.enum(['private-only', 'any']).default('private-only'),
  /** Fields of the ticket that may be read in the issue; `subject` and `message` are what the customer wrote first. */
  allowFields: z.array(Name).default([]),
  /** Texts of one's own, with `{ticket}`, `{link}`, `{priority}`, `{plan}`, `{tier}`, `{fields}` and the allowed fields. */
  template: z.strictObject({ title: Name.max(300).optional(), body: Name.max(20_000).optional() }).prefault({}),
  labels: z.array(Name).default([]),
  /** Label per priority; where left out `priority:P1` and so on. */
  severity: z.partialRecord(z.enum(PRIORITIES), Name).default({}),
  /** Issue type of the organisation, such as `Bug`. */
  type: Name.optional(),
  redact: z
    .strictObject({
      profile: z.enum(['strict-de']).default('strict-de'),
      /** What a hit does: the issue waits for a person, or goes out with the place masked. It is masked in both cases. */
      onHit: z.enum(['block', 'mask']).default('block'),
      /** Lets every new issue wait for a person who has seen what would go out. */
      preview: z.boolean().default(false),
    })
    .prefault({}),
  syncBack: SyncBack.prefault({}),
  /** Label that says that the fix is with the customers. A closed milestone and a release say so too. */
  releasedLabel: Name.optional(),
  /** Label at the tracker → name of the bug's cause. */
  causes: z.record(Name, Name).default({}),
  /** What the customer is told when the fix is out, by language; the standard text where none is written. */
  fixedNotice: z.partialRecord(z.enum(NOTICE_LANGUAGES), FixedNotice).default({}),
  /** Keeps a comment with the number of tickets and customers on an issue that several tickets are linked to. */
  impact: z.boolean().default(true),
  dedupe: z
    .strictObject({
      search: z.boolean().default(true),
      /** Likeness from which on the ticket is linked to the issue that is there. */
      threshold: z.number().min(0).max(1).default(0.75),
      /** Likeness from which on a person decides; below it an issue is created. */
      propose: z.number().min(0).max(1).default(0.4),
    })
    .refine(({ propose, threshold }) => propose <= threshold, {
      path: ['propose'],
      message: 'expected at most `threshold`',
    })
    .prefault({}),
  /** Connection of this kind in `connections`; the tracker's own name where left out. */
  connection: Name.optional(),
});
export type Tracker = z.output<typeof Tracker>;
