import { z } from 'zod';
import { PRIORITIES } from '../model/priority.ts';
import { TIERS } from '../model/tier.ts';
import { Contact, Smtp } from './contacts.ts';
import { Notices } from './notices.ts';
import * as section from './sections.ts';
import { Contract, Sla } from './sla-section.ts';
import { Tracker } from './tracker.ts';

const Edge = z.string().regex(/^T[0-4]->T[0-4]$/, 'expected an edge such as T1->T2');

/** The file `stellwerk.yaml` as an admin writes it. Unknown keys are errors. */
export const PolicyInput = z.strictObject({
  version: z.literal(1),
  preset: z.enum(['dach-b2b-saas', 'none']).default('dach-b2b-saas'),
  locale: section.Locale.prefault({}),
  /** Address that helpdesks reach the gateway by, without path; shown to paste, and signed by HubSpot. */
  publicUrl: z.url().optional(),
  listen: section.Listen.prefault({}),
  store: section.StoreConfig.prefault({}),
  connections: z.record(z.string(), section.Connection).default({}),
  calendars: section.Calendars.optional(),
  tiers: z.partialRecord(z.enum(TIERS), section.TierConfig).optional(),
  tierEdges: z.record(Edge, section.TierEdge).default({}),
  groups: z.record(z.string(), section.GroupFacts).default({}),
  mapping: z.record(z.string(), section.Mapping).default({}),
  patterns: section.Patterns.default({}),
  tiering: section.Tiering.prefault({}),
  contacts: z.record(z.string(), Contact).default({}),
  smtp: Smtp.optional(),
  notices: Notices.default({}),
  priorities: z.partialRecord(z.enum(PRIORITIES), z.strictObject({ label: z.string() })).optional(),
  plans: z.record(z.string(), section.Plan).optional(),
  /** Agreements with single customers; the first that matches wins. */
  contracts: z.record(z.string(), Contract).default({}),
  sla: Sla.optional(),
  ola: section.Ola.optional(),
  escalations: z.array(section.EscalationRule).optional(),
  guards: section.Guards.prefault({}),
  touch: section.Touch.prefault({}),
  trackers: z.record(z.string(), Tracker).default({}),
  privacy: section.Privacy.prefault({}),
  writes: section.Writes.default({}),
  /** Events older than this when we learn of them are the past: they change state and figures, but send nothing. */
  lateAfter: z.string().default('1h'),
});
export type PolicyInput = z.output<typeof PolicyInput>;
