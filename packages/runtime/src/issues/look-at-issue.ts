import { type IssueWrite, type PreparedIssue, prepareIssue, type TicketEvent } from '@stellwerk/core';
import type { IssueTracker, StoredEffect } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import type { Problem } from '../problem.ts';
import { type Searched, searchIssues } from './search-issues.ts';
import { ticketWords } from './ticket-words.ts';

/** An issue as it would leave now, and which of ours are like it. */
export interface IssueLook {
  readonly prepared: PreparedIssue;
  readonly searched: Searched;
}

/** Fills in, redacts and searches: what is done before an issue leaves, and for a person who asks to see it. Reads only. */
export async function lookAtIssue(
  deps: RuntimeDeps,
  tracker: IssueTracker,
  { lane, marker }: Pick<StoredEffect, 'lane' | 'marker'>,
  { write, events }: { readonly write: IssueWrite; readonly events: readonly TicketEvent[] },
): Promise<IssueLook | { readonly problem: Problem }> {
  const asked = await ticketWords(deps, lane, events, write);
  if (asked.kind === 'problem') return { problem: asked.problem };
  const prepared = prepareIssue(write, asked.words);
  const signal = AbortSignal.timeout(deps.settings.callTimeoutMs);
  return { prepared, searched: await searchIssues(tracker, write, { bug: prepared.bug, marker }, signal) };
}
