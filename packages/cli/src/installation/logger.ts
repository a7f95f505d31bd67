import type { LogFields, Logger } from '@stellwerk/ports';
import { pino } from 'pino';

/** Fields that may be logged, and no others: ids, counts, codes, durations. */
const ALLOWED = new Set([
  'connection',
  'lane',
  'code',
  'error',
  'seen',
  'hinted',
  'complete',
  'count',
  'ms',
  'kind',
  'state',
  'effect',
  'attempts',
  'status',
  'path',
  'method',
  'correlationId',
  'reason',
  'worker',
  'port',
  'url',
  'until',
  'class',
  'outcome',
  'requestId',
  'task',
  'name',
]);

/** JSON lines on stderr; a field that is not on the list is dropped, whoever logs it. */
export function createLogger(level: string): Logger {
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
  const write =
    (method: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[method](allowed(fields), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED.has(name)));
}
