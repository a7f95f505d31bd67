import { ConfigError } from '@stellwerk/ports';
import { callProvider } from './call-provider.ts';
import type { SubjectsPage } from './changed-pages.ts';
import { changedPages, cursorSince, subjectId } from './changed-pages.ts';
import type { Connection } from './connections.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Problem } from './problem.ts';

const STREAM = 'backfill';
const DONE = 'done:';

/** How far a backfill has come. */
export interface BackfillProgress {
  readonly connection: string;
  /** Tickets or issues seen in this run. */
  readonly seen: number;
  /** Share of the way 0…1, null where the source does not tell. */
  readonly share: number | null;
  /** Expected rest, ms; null before the first share. */
  readonly etaMs: number | null;
}

/** What to fetch. */
export interface BackfillRequest {
  /** Epoch ms from which on. */
  readonly since: number;
  readonly onProgress?: (progress: BackfillProgress) => void;
  /** Ends the run after the page at hand; a later run goes on from there. */
  readonly signal?: AbortSignal;
}

/** What a run came to. `incomplete` goes on from where it stopped when called again; `error` says why. */
export interface Backfilled {
  readonly state: 'complete' | 'incomplete';
  readonly seen: number;
  readonly hinted: number;
  readonly error: string | null;
}

/** Hints at every ticket changed since an instant. Resumable: the cursor stands in the commit of each page. Waits where the source asks to. */
export async function backfill(deps: RuntimeDeps, name: string, request: BackfillRequest): Promise<Backfilled> {
  const connection = deps.connections.get(name);
  if (!connection) throw new ConfigError(`connections.${name}`, 'there is no connection of this name');
  const startedAt = deps.clock.now();
  let cursor = await startCursor(deps, name, request.since);
  const counts = { seen: 0, hinted: 0 };

  // a whole history takes longer than one call may; each page's time limit is the adapter's own
  const signal = request.signal ?? new AbortController().signal;
  let pages = changedPages(connection, cursor, signal);
  while (!signal.aborted) {
    const next = await callProvider(deps, name, () => pages.next());
    if (next.kind === 'problem') {
      if (!(await waited(deps, next.problem, signal)))
        return { state: 'incomplete', ...counts, error: next.problem.error };
      pages = changedPages(connection, cursor, signal); // an iterator that threw has ended
      continue;
    }
    if (next.value.done) return completed(deps, name, counts);
    const page = next.value.value;
    counts.hinted += await keepPage(deps, connection, page);
    counts.seen += page.subjects.length;
    cursor = page.cursor;
    request.onProgress?.({ connection: name, seen: counts.seen, ...rest(page, deps.clock.now() - startedAt) });
  }
  return { state: 'incomplete', ...counts, error: null };
}

/** Waits where the source named the instant. False where it did not, or the run is ended meanwhile. */
function waited({ clock }: RuntimeDeps, problem: Problem, signal: AbortSignal): Promise<boolean> {
  if (problem.kind !== 'wait' || !problem.asked || signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (isOver: boolean): void => {
      withdraw();
      signal.removeEventListener('abort', aborted);
      resolve(isOver);
    };
    const aborted = (): void => end(false);
    const withdraw = clock.after(Math.max(0, problem.until - clock.now()), () => end(true));
    signal.addEventListener('abort', aborted);
  });
}

/** Where an unfinished run of the same start stopped, else the start. */
async function startCursor({ store }: RuntimeDeps, name: string, since: number): Promise<string> {
  const saved = await store.connections.cursor(name, STREAM);
  return saved === null || saved.startsWith(DONE) ? cursorSince(since) : saved;
}

async function completed({ store, clock }: RuntimeDeps, name: string, counts: { seen: number; hinted: number }) {
  const now = clock.now();
  await store.connections.setCursor(name, STREAM, `${DONE}${new Date(now).toISOString()}`, now);
  return { state: 'complete', ...counts, error: null } as const;
}

async function keepPage({ store, clock }: RuntimeDeps, { name }: Connection, page: SubjectsPage): Promise<number> {
  const { added } = await store.lanes.appendHints({
    connection: name,
    subjects: page.subjects.map((subject) => ({ subject, key: `backfill:${subjectId(subject)}:${page.cursor}` })),
    cursor: { stream: STREAM, value: page.cursor },
    now: clock.now(),
  });
  return added;
}

function rest({ progress }: SubjectsPage, elapsedMs: number): Pick<BackfillProgress, 'share' | 'etaMs'> {
  if (progress === null || progress <= 0) return { share: progress, etaMs: null };
  return { share: progress, etaMs: Math.round((elapsedMs * (1 - progress)) / progress) };
}
