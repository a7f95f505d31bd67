import { z } from 'zod';

/** What discovery reads of an account's settings; lenient, and only that. */

const Id = z.union([z.int(), z.string().min(1)]).transform(String);
const Flag = z
  .boolean()
  .nullish()
  .transform((value) => value !== false);

/** Groups, brands, forms, fields, triggers: each names itself in its own way. */
export const Named = z
  .looseObject({
    id: Id,
    name: z.string().nullish(),
    title: z.string().nullish(),
    key: z.string().nullish(),
    type: z.string().nullish(),
    active: Flag,
    deleted: z.boolean().nullish(),
  })
  .transform((row) => ({
    id: row.id,
    // policies name an organisation's field by its key
    name: row.name ?? row.key ?? row.title ?? row.id,
    isActive: row.active && row.deleted !== true,
    category: row.type ?? null,
  }));

export const Statuses = z.object({
  custom_statuses: z.array(
    z.looseObject({ id: Id, agent_label: z.string(), status_category: z.string(), active: Flag }),
  ),
});

export const Tag = z.looseObject({ name: z.string(), count: z.number().nullish() });

const minutes = z.number();
export const Schedules = z.object({
  schedules: z.array(
    z.looseObject({
      id: Id,
      name: z.string(),
      time_zone: z.string().nullish(),
      intervals: z.array(z.looseObject({ start_time: minutes, end_time: minutes })).catch([]),
    }),
  ),
});
export type Schedule = z.output<typeof Schedules>['schedules'][number];

export const Holidays = z.object({
  holidays: z.array(z.looseObject({ name: z.string().nullish(), start_date: z.iso.date(), end_date: z.iso.date() })),
});
export type Holiday = z.output<typeof Holidays>['holidays'][number];

export const SlaPolicies = z.object({
  sla_policies: z.array(
    z.looseObject({
      id: Id,
      title: z.string(),
      policy_metrics: z
        .array(
          z.looseObject({
            priority: z.string().nullish(),
            metric: z.string(),
            target: minutes,
            business_hours: z.boolean().nullish(),
          }),
        )
        .catch([]),
    }),
  ),
});
export type SlaPolicy = z.output<typeof SlaPolicies>['sla_policies'][number];
