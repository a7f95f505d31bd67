import { z } from 'zod';
import { CalendarInput } from '../calendar/index.ts';
import { WRITE_CLASSES } from '../model/effect.ts';
import { PRIORITIES } from '../model/priority.ts';
import { STATUS_CLASSES } from '../model/status.ts';
import { TIERS } from '../model/tier.ts';
import { Action } from './action.ts';
import { ComparisonText } from './comparison.ts';
import { DurationText, Retention } from './duration.ts';
import { OLA_METRICS } from './metrics.ts';
import { CalendarChoice, OrganisationMatch, TargetRow } from './sla-section.ts';
import { When } from './when.ts';

const Name = z.string().min(1);
const Id = z.string().regex(/^[A-Za-z0-9][\w-]*$/, 'expected an id of letters, digits, - and _');
const TierName = z.enum(TIERS);
const Edge = z.string().regex(/^T[0-4]->T[0-4]$/, 'expected an edge such as T1->T2');

export const Locale = z.strictObject({
  language: z.enum(['de', 'en']).default('de'),
  form: z.enum(['sie', 'du']).default('sie'),
  timezone: Name.default('Europe/Berlin'),
});

export const Listen = z.strictObject({
  host: Name.default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(8080),
});

/** Where everything is kept: a SQLite file (default), or PostgreSQL by its connection string. */
export const StoreConfig = z.strictObject({
  /** Folder for database, key file and backups, relative to the policy file. */
  folder: Name.default('.stellwerk'),
  postgres: z.strictObject({ env: z.string().min(1) }).optional(),
});

export const TierConfig = z.strictObject({
  name: Name,
  purpose: z.string().optional(),
  channels: z.array(Name).default([]),
  /** Owner groups per connection. */
  groups: z.record(Name, z.array(Name)).default({}),
  /** In the currency of the cost model, per minute of handling. */
  costPerMinute: z.number().nonnegative().optional(),
  tracker: Name.optional(),
  /** Outside the house: the ticket waits there, and a note holds what was handed over. */
  external: z.boolean().default(false),
  /** Status of a ticket that comes to an external tier. */
  status: z.enum(STATUS_CLASSES).default('waiting_third_party'),
  calendar: Name.optional(),
});

export const TierEdge = z.strictObject({
  /** Names of fields that must be filled before the hand-over. */
  require: z.array(Name).default([]),
  sla: z.strictObject({ accept: DurationText.optional() }).optional(),
});

export const Mapping = z.strictObject({
  status: z.record(Name, z.enum(STATUS_CLASSES)).default({}),
  priority: z.record(Name, z.enum(PRIORITIES)).default({}),
  /** Our field name ← the provider's field name or id. */
  fields: z.record(Name, z.union([Name, z.number()]).transform(String)).default({}),
});

const TieringRule = z.strictObject({
  id: Id,
  when: When.optional(),
  if: Name.optional(),
  tier: TierName,
  group: Name.optional(),
});

export const Tiering = z.strictObject({ default: TierName.default('T1'), rules: z.array(TieringRule).default([]) });

export const Plan = z.strictObject({
  label: z.string().optional(),
  /** One calendar, or one per priority with a `default`. */
  calendar: CalendarChoice,
  match: z.array(OrganisationMatch).default([]),
  default: z.boolean().default(false),
});

export const Ola = z.partialRecord(TierName, z.partialRecord(z.enum(OLA_METRICS), TargetRow));

export const EscalationRule = z.strictObject({
  id: Id,
  when: When.optional(),
  if: Name.optional(),
  /** To a tier, or to people who decide. Left out: functional when it moves the ticket, else hierarchical. */
  type: z.enum(['functional', 'hierarchical']).optional(),
  gate: Edge.optional(),
  do: z.array(Action).min(1),
  mode: z.enum(['propose', 'auto']).default('auto'),
  /** Calendar of the rule's own spans (`unowned`, `ownTime`); else the ticket's. */
  calendar: Name.optional(),
  repeat: z.strictObject({ every: DurationText, max: z.int().positive().max(100) }).optional(),
});

export const Guards = z.strictObject({
  oncePer: z.array(z.enum(['ticket', 'rule', 'instance'])).default(['ticket', 'rule', 'instance']),
  coolDown: DurationText.prefault('30min'),
  quietHours: z.enum(['recipient', 'none']).default('recipient'),
  maxWritesPerHour: z.int().positive().default(200),
});

export const Touch = z.strictObject({
  default: z.enum(['tech', 'low', 'mid', 'high']).default('low'),
  classes: z.partialRecord(z.enum(['tech', 'low', 'mid', 'high']), z.strictObject({ arr: ComparisonText })).default({}),
  raiseWhen: z.array(z.record(z.string(), z.unknown())).default([]),
  lowerWhen: z.array(z.record(z.string(), z.unknown())).default([]),
  mode: z.enum(['propose', 'auto']).default('propose'),
});

export const Privacy = z.strictObject({
  worksCouncil: z
    .strictObject({
      enabled: z.boolean().default(true),
      minGroup: z.int().positive().default(5),
      auditors: z.array(Name).default([]),
    })
    .prefault({}),
  retention: z
    .strictObject({
      messages: Retention.prefault('0d'),
      events: Retention.prefault('24m'),
      audit: Retention.prefault('36m'),
    })
    .prefault({}),
  keepBodies: Retention.prefault('0d'),
});

export const Writes = z.partialRecord(z.enum(WRITE_CLASSES), z.enum(['shadow', 'live']));

/** A connection: its kind, and what that adapter's own config asks for (checked by the adapter). */
export const Connection = z.looseObject({ kind: z.string().min(1) });

/** Patterns of one's own over message texts, by id; RE2 syntax, case-insensitive. */
export const Patterns = z.record(Id, z.string().min(1).max(1_000));

export const GroupFacts = z.strictObject({
  languages: z.array(Name).default([]),
  skills: z.array(Name).default([]),
  regions: z.array(Name).default([]),
});

export const Calendars = z.record(Id, CalendarInput);
