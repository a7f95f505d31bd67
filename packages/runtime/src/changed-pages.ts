import type { Subject } from '@stellwerk/ports';
import type { Connection } from './connections.ts';

/** One page of what changed, in one shape for helpdesks and trackers. */
export interface SubjectsPage {
  readonly subjects: readonly Subject[];
  readonly cursor: string;
  readonly progress: number | null;
}

/** Walks what changed since the cursor, oldest first. A notifier has nothing to walk. */
export async function* changedPages(
  connection: Connection,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<SubjectsPage> {
  if (connection.kind === 'helpdesk') {
    for await (const page of connection.adapter.changedSince(cursor, signal)) {
      const subjects = page.ticketIds.map((id): Subject => ({ kind: 'ticket', id }));
      yield { subjects, cursor: page.cursor, progress: page.progress };
    }
  }
  if (connection.kind === 'tracker') {
    for await (const page of connection.adapter.changedSince(cursor, signal)) {
      const subjects = page.issues.map((issue): Subject => ({ kind: 'issue', issue }));
      yield { subjects, cursor: page.cursor, progress: null };
    }
  }
}

/** The cursor from which an adapter starts at an instant. */
export function cursorSince(instant: number): string {
  return `since:${new Date(instant).toISOString()}`;
}

/** What names a subject in a hint's key. */
export function subjectId(subject: Subject): string {
  return subject.kind === 'ticket' ? subject.id : subject.issue;
}
