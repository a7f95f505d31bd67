/** Fields that may be logged: ids, counts, codes, durations. Never bodies, headers, names or secrets. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Fixed message first, data beside it, so that lines can be counted. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
