import { z } from 'zod';

const Id = z.union([z.number(), z.bigint(), z.string()]).transform(String);

/** A webhook of the repository. Its secret is shown as stars. */
export const Hook = z.object({
  id: Id,
  active: z.boolean().default(true),
  events: z.array(z.string()).default([]),
  config: z.object({
    url: z.string().nullish(),
    content_type: z.string().nullish(),
    secret: z.string().nullish(),
  }),
});
export type Hook = z.output<typeof Hook>;
export const Hooks = z.array(Hook);

export const Label = z.object({ name: z.string(), description: z.string().nullish() });
export type Label = z.output<typeof Label>;
export const Labels = z.array(Label);
