import { z } from 'zod';

const id = z.union([z.string(), z.number()]).transform(String);
const Option = z.looseObject({ label: z.string(), value: z.string(), displayOrder: z.number().nullish() });

/** A property's definition. */
export const Definition = z.looseObject({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string().nullish(),
  description: z.string().nullish(),
  groupName: z.string().nullish(),
  options: z.array(Option).nullish(),
  hubspotDefined: z.boolean().nullish(),
  archived: z.boolean().nullish(),
});
export type Definition = z.infer<typeof Definition>;
export const Definitions = z.looseObject({ results: z.array(Definition) });

export const Groups = z.looseObject({ results: z.array(z.looseObject({ name: z.string(), label: z.string() })) });

export const Pipelines = z.looseObject({
  results: z.array(
    z.looseObject({
      id,
      label: z.string(),
      archived: z.boolean().nullish(),
      stages: z.array(
        z.looseObject({
          id,
          label: z.string(),
          archived: z.boolean().nullish(),
          metadata: z
            .looseObject({ ticketState: z.string().nullish(), isClosed: z.unknown() })
            .catch({ isClosed: null }),
        }),
      ),
    }),
  ),
});

export const Teams = z.looseObject({
  results: z.array(z.looseObject({ teams: z.array(z.looseObject({ id, name: z.string() })).nullish() })),
});
