import { type BugText, type DedupeVerdict, dedupeVerdict, type IssueWrite, similarIssues } from '@stellwerk/core';
import type { IssueTracker, OwnIssue } from '@stellwerk/ports';

const MOST_ISSUES = 1_000;

/** What a search among our own open issues came to. */
export interface Searched {
  /** The issue that carries this effect's own marker: it was made before and forgotten, as after a restore. */
  readonly ours: string | null;
  readonly verdict: DedupeVerdict;
  readonly compared: number;
}

/** Compares with the open issues of our own account. A tracker without such a list, or a policy without search: create. */
export async function searchIssues(
  tracker: IssueTracker,
  { care }: IssueWrite,
  { bug, marker }: { readonly bug: BugText; readonly marker: string },
  signal: AbortSignal,
): Promise<Searched> {
  const dedupe = care?.dedupe;
  if (!dedupe || !tracker.openIssues) return { ours: null, verdict: { kind: 'create', best: null }, compared: 0 };
  const issues = await firstOf(tracker.openIssues(signal));
  const ours = issues.find((issue) => issue.marker === marker)?.issue ?? null;
  const ranked = similarIssues(bug, issues, { ignore: dedupe.ignore });
  return { ours, verdict: dedupeVerdict(ranked, dedupe), compared: issues.length };
}

async function firstOf(pages: AsyncIterable<readonly OwnIssue[]>): Promise<readonly OwnIssue[]> {
  const issues: OwnIssue[] = [];
  for await (const page of pages) {
    issues.push(...page);
    if (issues.length >= MOST_ISSUES) break;
  }
  return issues.slice(0, MOST_ISSUES);
}
