import type { Hits, SimilarIssue } from '@stellwerk/core';
import { Transient } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import { holdReasons } from './hold.ts';
import { lookAtIssue } from './look-at-issue.ts';

/** What a person sees of an issue before it leaves. Made for the eye: nothing of it is stored. */
export interface IssuePreview {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly hits: Hits;
  /** What would follow if it were sent now. */
  readonly verdict: 'send' | 'hold' | 'link';
  /** Our open issue that is most alike. */
  readonly best: SimilarIssue | null;
}

/** Shows what an issue would be if it left now; null where the effect is none that makes an issue. */
export async function previewIssue(deps: RuntimeDeps, id: number): Promise<IssuePreview | null> {
  const stored = await deps.store.effects.get(id);
  const write = stored?.effect.write;
  if (!stored || write?.kind !== 'create_issue') return null;
  const connection = deps.connections.get(stored.effect.connection);
  if (connection?.kind !== 'tracker') return null;

  const events = await deps.store.lanes.events(stored.lane.key);
  const look = await lookAtIssue(deps, connection.adapter, stored, { write, events });
  if ('problem' in look) throw new Transient(look.problem.error, { ambiguous: false });
  const { prepared, searched } = look;
  const { verdict } = searched;
  const held = holdReasons(write, prepared, verdict.kind === 'propose' ? verdict.best : null).length > 0;
  const { title, body, hits } = prepared;
  const follows = verdict.kind === 'link' ? 'link' : held ? 'hold' : 'send';
  return { title, body, labels: write.labels, hits, verdict: follows, best: verdict.best };
}
