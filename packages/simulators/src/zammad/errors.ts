import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer in Zammad's error shape. */
export class ZammadError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: Readonly<Record<string, string>>;

  /** `human` false leaves `error_human` out, as some of Zammad's own errors do. */
  constructor(status: ContentfulStatusCode, message: string, human = true) {
    super(message);
    this.status = status;
    this.body = human ? { error: message, error_human: message } : { error: message };
  }
}

/** 404 with the text Rails gives. */
export const missing = (model: string, id: unknown): ZammadError =>
  new ZammadError(404, `Couldn't find ${model} with 'id'="${id}"`);

/** 422 for a name nobody knows. */
export const unknownName = (attribute: string, value: unknown): ZammadError =>
  new ZammadError(422, `No lookup value found for '${attribute}': ${JSON.stringify(value)}`);
