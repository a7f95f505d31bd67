import { OpenAPIHono } from '@hono/zod-openapi';
import { failWith } from '../api-error.ts';

/** A part of the API: what does not fit the schema is answered with 400 and the path of what is wrong. */
export function newApi(): OpenAPIHono {
  return new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      const [issue] = result.error.issues;
      const path = issue?.path.join('.') ?? '';
      return failWith(c, 400, 'BAD_REQUEST', `${path}: ${issue?.message ?? 'not valid'}`);
    },
  });
}
