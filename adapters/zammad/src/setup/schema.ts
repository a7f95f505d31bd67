import { z } from 'zod';

const id = z.union([z.number(), z.string()]).transform(String);
const flag = z.boolean().nullish();

/** One row of `GET /webhooks`. */
export const WebhookRow = z.looseObject({
  id,
  name: z.string(),
  endpoint: z.string().nullish(),
  signature_token: z.string().nullish(),
  note: z.string().nullish(),
  customized_payload: flag,
  // from 7.0 on
  http_method: z.string().nullish(),
  active: flag,
});
export type WebhookRow = z.infer<typeof WebhookRow>;

/** One row of `GET /triggers`. */
export const TriggerRow = z.looseObject({
  id,
  name: z.string(),
  condition: z.record(z.string(), z.unknown()).catch({}),
  perform: z.record(z.string(), z.unknown()).catch({}),
  // Zammad 5.2 has no such mode and runs a trigger at every change
  execution_condition_mode: z.string().nullish(),
  note: z.string().nullish(),
  active: flag,
});
export type TriggerRow = z.infer<typeof TriggerRow>;

/** Options are a map, or a list in the admin's order; those of a tree have children. */
export interface OptionNode {
  readonly value?: unknown;
  readonly name?: unknown;
  readonly children?: readonly OptionNode[] | undefined;
}
const OptionList: z.ZodType<readonly OptionNode[]> = z.lazy(() =>
  z.array(z.looseObject({ value: z.unknown(), name: z.unknown(), children: OptionList.optional() })),
);
const DataOption = z.looseObject({
  note: z.string().nullish(),
  options: z.union([z.record(z.string(), z.unknown()), OptionList]).nullish(),
});

/** One row of `GET /object_manager_attributes`. */
export const AttributeRow = z.looseObject({
  id,
  object: z.string(),
  name: z.string(),
  display: z.string(),
  data_type: z.string(),
  data_option: DataOption.catch({}),
  data_option_new: DataOption.catch({}),
  active: flag,
  editable: flag,
  position: z.number().nullish(),
  screens: z.record(z.string(), z.unknown()).catch({}),
  to_create: flag,
  to_migrate: flag,
  to_delete: flag,
  to_config: flag,
});
export type AttributeRow = z.infer<typeof AttributeRow>;
