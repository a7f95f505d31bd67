import { parseJson } from '@stellwerk/adapter-kit';
import type { Normalised, VerifiedDelivery } from '@stellwerk/ports';
import { isSameRepository, issueReference } from './issue-reference.ts';
import { GithubDelivery } from './schema.ts';

const IGNORED: Normalised = { state: 'ignored', subjects: [] };
const UNPARSABLE: Normalised = { state: 'unparsable', subjects: [] };
const EVENTS_WE_READ: ReadonlySet<string> = new Set(['issues', 'issue_comment']);

/**
 * Makes of a delivery the issue it is about. Never throws. The reference has the config's spelling of the repository, so
 * that it equals the one stored when the issue was made.
 */
export function normaliseDelivery(delivery: VerifiedDelivery, repository: string): Normalised {
  if (!EVENTS_WE_READ.has(delivery.headers['x-github-event'] ?? '')) return IGNORED;

  const parsed = GithubDelivery.safeParse(readBody(delivery.body));
  if (!parsed.success) return UNPARSABLE;
  const { number, isPullRequest } = parsed.data;
  if (isPullRequest || !isSameRepository(parsed.data.repository, repository)) return IGNORED;
  return { state: 'accepted', subjects: [{ kind: 'issue', issue: issueReference(repository, number) }] };
}

function readBody(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
