import type { StellwerkError } from '@stellwerk/core';
import type { RuntimeDeps } from './deps.ts';

/** Pauses a connection whose credentials are refused and tells a person once. Its events and effects wait, none is dropped. */
export async function pauseConnection(deps: RuntimeDeps, connection: string, error: StellwerkError): Promise<void> {
  if (!deps.health.beginPause(connection)) return;
  try {
    await pauseOnce(deps, connection, error);
  } finally {
    deps.health.endPause(connection);
  }
}

async function pauseOnce({ store, health, clock, logger }: RuntimeDeps, connection: string, error: StellwerkError) {
  const row = (await store.connections.list()).find(({ name }) => name === connection);
  if (!row || row.status === 'paused') return;

  await store.connections.setStatus(connection, 'paused', error.code);
  health.refresh();
  logger.error('connection paused', { connection, code: error.code });
  await store.admin.audit({
    at: clock.now(),
    actor: 'stellwerk',
    action: 'connection.paused',
    target: connection,
    detail: error.message,
  });
}
