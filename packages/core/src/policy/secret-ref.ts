import { z } from 'zod';

/** A secret by reference: the name it was set by (`stellwerk secret set NAME`), or an environment variable. */
export const SecretRef = z.union([z.string().min(1), z.strictObject({ env: z.string().min(1) })]);
