import type { RuntimeDeps } from './deps.ts';

const REFUSED: ReadonlySet<string | null> = new Set(['AUTH_EXPIRED', 'SCOPE_MISSING']);

/** Looks whether connections that were paused for refused credentials are accepted again; those go on, nothing was dropped. */
export async function resumePaused(deps: RuntimeDeps): Promise<readonly string[]> {
  const { store, connections, health, logger, clock, settings } = deps;
  const resumed: string[] = [];
  for (const row of await store.connections.list()) {
    const connection = connections.get(row.name);
    if (row.status !== 'paused' || !REFUSED.has(row.pausedReason)) continue;
    if (!connection || connection.kind === 'notifier') continue;
    try {
      const { missingScopes } = await connection.adapter.probe(AbortSignal.timeout(settings.callTimeoutMs));
      if (row.pausedReason === 'SCOPE_MISSING' && missingScopes.length > 0) continue;
    } catch {
      // still refused, or down: looked at again next time
      continue;
    }
    await store.connections.setStatus(row.name, 'active', null);
    health.refresh();
    resumed.push(row.name);
    logger.info('connection resumed', { connection: row.name });
    const entry = { actor: 'stellwerk', action: 'connection.resumed', target: row.name, detail: null };
    await store.admin.audit({ at: clock.now(), ...entry });
  }
  return resumed;
}
