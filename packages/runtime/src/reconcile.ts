import { callProvider } from './call-provider.ts';
import type { SubjectsPage } from './changed-pages.ts';
import { changedPages, cursorSince, subjectId } from './changed-pages.ts';
import type { Connection } from './connections.ts';
import type { RuntimeDeps } from './deps.ts';

const STREAM = 'poll';
/** Stream under which the instant of the last complete comparison stands; health and metrics read it. */
const RECONCILED_AT = 'reconciled_at';

/** What a comparison with the source came to. */
export interface Reconciled {
  readonly seen: number;
  readonly hinted: number;
  /** False when the source failed on the way; the next run goes on where this one ended. */
  readonly complete: boolean;
}

/**
 * Asks a connection what changed since the last time, with an overlap, and hints at all of it: what a webhook told us is
 * known already and comes to nothing, what none told us is found. The cursor moves in the commit of each page's hints.
 */
export async function reconcile(deps: RuntimeDeps, connection: Connection): Promise<Reconciled> {
  const { store, clock, settings } = deps;
  const startedAt = clock.now();
  const saved = await store.connections.cursor(connection.name, STREAM);
  let seen = 0;
  let hinted = 0;
  let cursor = saved ?? cursorSince(startedAt - settings.reconcileOverlapMs);

  const pages = changedPages(connection, cursor, AbortSignal.timeout(settings.reconcileEveryMs));
  while (true) {
    const next = await callProvider(deps, connection.name, () => pages.next());
    if (next.kind === 'problem') return { seen, hinted, complete: false };
    if (next.value.done) break;
    const page = next.value.value;
    hinted += await keepPage(deps, connection, page);
    seen += page.subjects.length;
    cursor = page.cursor;
  }
  await store.connections.setCursor(
    connection.name,
    STREAM,
    cursorSince(startedAt - settings.reconcileOverlapMs),
    clock.now(),
  );
  await store.connections.setCursor(connection.name, RECONCILED_AT, String(startedAt), clock.now());
  await deps.silence.judge(connection.name);
  return { seen, hinted, complete: true };
}

async function keepPage(deps: RuntimeDeps, { name, kind }: Connection, page: SubjectsPage): Promise<number> {
  if (kind === 'helpdesk') {
    for (const subject of page.subjects) deps.polled.add(`${name}:ticket:${subjectId(subject)}`);
  }
  const { added } = await deps.store.lanes.appendHints({
    connection: name,
    subjects: page.subjects.map((subject) => ({ subject, key: `poll:${subjectId(subject)}:${page.cursor}` })),
    cursor: { stream: STREAM, value: page.cursor },
    now: deps.clock.now(),
  });
  return added;
}
