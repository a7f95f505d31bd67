import { z } from 'zod';

const Id = z.union([z.int(), z.string().min(1)]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
const Meta = z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).nullish();

/** One page of an ordinary list by cursor. The loop goes by `has_more`: the cursor is filled on the last page as well. */
export function page<S extends z.ZodType>(key: string, row: S) {
  return z.looseObject({ [key]: z.array(row), meta: Meta }).transform((body) => ({
    items: body[key] as unknown as readonly z.output<S>[],
    next: (body.meta as z.output<typeof Meta>)?.has_more
      ? ((body.meta as z.output<typeof Meta>)?.after_cursor ?? null)
      : null,
  }));
}

export const Webhook = z
  .looseObject({
    id: Id,
    name: z.string(),
    status: z.string(),
    endpoint: Text,
    subscriptions: z.array(z.string()).nullish(),
    http_method: Text,
    request_format: Text,
  })
  .transform((row) => ({ ...row, subscriptions: row.subscriptions ?? [] }));
export type Webhook = z.output<typeof Webhook>;

export const SigningSecret = z.object({ signing_secret: z.object({ secret: z.string().min(1) }) });

const Condition = z.looseObject({ field: z.string(), operator: z.string().nullish(), value: z.unknown() });

export const Trigger = z.looseObject({
  id: Id,
  title: z.string(),
  active: z.boolean().nullish(),
  description: Text,
  conditions: z.looseObject({ all: z.array(Condition).nullish(), any: z.array(Condition).nullish() }),
  actions: z.array(z.looseObject({ field: z.string(), value: z.unknown() })),
});
export type Trigger = z.output<typeof Trigger>;

const Option = z.looseObject({ id: z.unknown(), name: z.string(), value: z.string() });

export const TierField = z.object({
  ticket_field: z.looseObject({
    id: Id,
    type: z.string(),
    title: z.string(),
    active: z.boolean().nullish(),
    custom_field_options: z.array(Option).nullish(),
  }),
});
