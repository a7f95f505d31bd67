import { AuthExpired, RateLimited, ScopeMissing, StoreUnavailable, Transient } from '@stellwerk/ports';
import type { RuntimeDeps } from './deps.ts';
import { errorText } from './error-text.ts';
import { pauseConnection } from './pause-connection.ts';
import type { Problem } from './problem.ts';

const WAIT_SPREAD_MS = 8_000;
const PAUSED_WAIT_MS = 60_000;

/** What a read came to. */
export type Called<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Reads from a provider with a time limit, unless it is known to be down; turns errors into what follows from them. */
export async function callProvider<T>(
  deps: RuntimeDeps,
  connection: string,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<Called<T>> {
  const { clock, health, random } = deps;
  const blocked = await health.blockedUntil(connection, clock.now());
  if (blocked !== null) return waiting(blocked + random() * WAIT_SPREAD_MS, 'connection is not to be called now');
  try {
    const value = await call(AbortSignal.timeout(deps.settings.callTimeoutMs));
    health.record(connection, clock.now(), true);
    return { kind: 'value', value };
  } catch (error) {
    return { kind: 'problem', problem: await problemOf(deps, connection, error) };
  }
}

function waiting(until: number, error: string): Called<never> {
  return { kind: 'problem', problem: { kind: 'wait', until: Math.ceil(until), error, failed: false, asked: false } };
}

async function problemOf(deps: RuntimeDeps, connection: string, error: unknown): Promise<Problem> {
  if (error instanceof StoreUnavailable) throw error;
  const { clock, health } = deps;
  const now = clock.now();
  const text = errorText(error);
  if (error instanceof RateLimited) {
    health.waitUntil(connection, now + error.retryAfterSeconds * 1_000);
    return { kind: 'wait', until: now + error.retryAfterSeconds * 1_000, error: text, failed: false, asked: true };
  }
  if (error instanceof AuthExpired || error instanceof ScopeMissing) {
    await pauseConnection(deps, connection, error);
    return { kind: 'wait', until: now + PAUSED_WAIT_MS, error: text, failed: false, asked: false };
  }
  if (error instanceof Transient || isTimeout(error)) {
    health.record(connection, now, false);
    const asked = error instanceof Transient ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
    return { kind: 'wait', until: now + asked, error: text, failed: true, asked: asked > 0 };
  }
  return { kind: 'fault', error: text };
}

/** Whether our own time limit ended the call. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}
