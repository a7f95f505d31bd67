import { StellwerkError, type Text } from '@stellwerk/core';

/** The signature, time stamp or shape of a delivery is wrong: answered with 401, counted, never stored. */
export class WebhookRejected extends StellwerkError {
  readonly code = 'WEBHOOK_REJECTED';
  readonly reason: 'signature_missing' | 'signature_wrong' | 'stale' | 'header_missing';

  constructor(reason: WebhookRejected['reason'], options?: ErrorOptions) {
    super(`Webhook refused: ${reason}`, options);
    this.reason = reason;
  }
}

/** The credentials are refused (401): the connection is paused and a person is told. Nothing is dropped. */
export class AuthExpired extends StellwerkError {
  readonly code = 'AUTH_EXPIRED';

  constructor(connection: string, options?: ErrorOptions) {
    super(`${connection} refuses the credentials: renew them with \`stellwerk secret set\``, options);
  }
}

/** The credentials lack a right (403). */
export class ScopeMissing extends StellwerkError {
  readonly code = 'SCOPE_MISSING';
  readonly scope: string | null;

  constructor(connection: string, scope: string | null, options?: ErrorOptions) {
    super(`${connection} refuses this call: the credentials lack ${scope ?? 'a right'}`, options);
    this.scope = scope;
  }
}

/** The provider asks us to wait. */
export class RateLimited extends StellwerkError {
  readonly code = 'RATE_LIMITED';
  override readonly retry = 'later';
  readonly retryAfterSeconds: number;

  constructor(connection: string, retryAfterSeconds: number, options?: ErrorOptions) {
    super(`${connection} asks us to wait ${retryAfterSeconds} s`, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The ticket moved on between reading and writing (409, 412): decide again from what stands there now. */
export class Conflict extends StellwerkError {
  readonly code = 'CONFLICT';
  override readonly retry = 'later';
}

/** The provider understood and refuses for good (422, closed ticket, required field): a person must look. */
export class ValidationRefused extends StellwerkError {
  readonly code = 'VALIDATION_REFUSED';
}

/** The ticket, issue or repository is not there (404, 410). Never used for a provider that is down. */
export class NotFound extends StellwerkError {
  readonly code = 'NOT_FOUND';
}

/** The provider or this adapter cannot do it: a fact, see the manifest's capabilities. */
export class Unsupported extends StellwerkError {
  readonly code = 'UNSUPPORTED';
}

/** Failed in a way that may pass. `ambiguous`: the request may have taken effect (time-out after sending, reset, 5xx). */
export class Transient extends StellwerkError {
  readonly code = 'TRANSIENT';
  override readonly retry = 'later';
  readonly ambiguous: boolean;
  readonly retryAfterSeconds: number | null;

  constructor(
    message: string,
    details: { ambiguous: boolean; retryAfterSeconds?: number | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.ambiguous = details.ambiguous;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
  }
}

/** The database cannot take a write now (full disk, lost connection): answered with 503, nothing was acknowledged. */
export class StoreUnavailable extends StellwerkError {
  readonly code = 'STORE_UNAVAILABLE';
  override readonly retry = 'later';
}

/** Something the admin wrote is wrong. `path` names it, the text says what was expected. */
export class ConfigError extends StellwerkError {
  readonly code = 'CONFIG_INVALID';
  readonly path: string;
  /** What is wrong and what to do, without the path. An error written in one language alone has it in both places. */
  readonly text: Text;

  constructor(path: string, message: string | Text, options?: ErrorOptions) {
    const text = typeof message === 'string' ? { de: message, en: message } : message;
    super(`${path}: ${text.en}`, options);
    this.path = path;
    this.text = text;
  }
}
