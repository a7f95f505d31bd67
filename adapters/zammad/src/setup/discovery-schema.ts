import { z } from 'zod';

/** What discovery reads of Zammad's master data; lenient, and only that. */

const id = z.union([z.number(), z.string()]).transform(String);
const active = z
  .boolean()
  .nullish()
  .transform((value) => value !== false);

export const NamedRow = z.looseObject({ id, name: z.string(), active, state_type: z.string().nullish() });

export const TagRow = z.looseObject({ name: z.string(), count: z.number().nullish() });

const Day = z.looseObject({
  active: z.boolean().nullish(),
  timeframes: z.array(z.tuple([z.string(), z.string()])).catch([]),
});
const Holiday = z.looseObject({
  active: z.boolean().nullish(),
  removed: z.boolean().nullish(),
  summary: z.string().nullish(),
});

/** One row of `GET /calendars`. */
export const CalendarRow = z.looseObject({
  id,
  name: z.string(),
  timezone: z.string().nullish(),
  default: z.boolean().nullish(),
  business_hours: z.record(z.string(), Day).catch({}),
  public_holidays: z.record(z.string(), Holiday).catch({}),
});
export type CalendarRow = z.infer<typeof CalendarRow>;

const minutes = z.number().nullish();

/** One row of `GET /slas`. */
export const SlaRow = z.looseObject({
  id,
  name: z.string(),
  calendar_id: id.nullish(),
  condition: z.record(z.string(), z.unknown()).catch({}),
  first_response_time: minutes,
  response_time: minutes,
  update_time: minutes,
  solution_time: minutes,
});
export type SlaRow = z.infer<typeof SlaRow>;

/** `GET /users/me?expand=true`: the groups of the account by name. */
export const MyGroups = z.looseObject({ groups: z.record(z.string(), z.unknown()).catch({}) });
