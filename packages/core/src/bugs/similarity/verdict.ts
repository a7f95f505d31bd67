import type { SimilarIssue } from './similar-issues.ts';

/** From where on a similar issue is linked, and from where on a person is asked. */
export interface DedupeRules {
  /** At or above it the ticket is linked to the issue. */
  readonly threshold: number;
  /** At or above it, and below `threshold`, a person decides. */
  readonly propose: number;
}

/** What follows from the search for an issue that is there already. */
export type DedupeVerdict =
  | { readonly kind: 'link' | 'propose'; readonly best: SimilarIssue }
  | { readonly kind: 'create'; readonly best: SimilarIssue | null };

/** Links, asks or creates, by the best candidate. */
export function dedupeVerdict(ranked: readonly SimilarIssue[], { threshold, propose }: DedupeRules): DedupeVerdict {
  const best = ranked[0] ?? null;
  if (best === null) return { kind: 'create', best };
  if (best.score >= threshold) return { kind: 'link', best };
  return best.score >= propose ? { kind: 'propose', best } : { kind: 'create', best };
}
