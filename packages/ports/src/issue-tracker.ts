import type {
  EventMeta,
  IssueCandidate,
  IssueCloseReason,
  IssueState,
  ReleasedBy,
  TrackerWrite,
} from '@stellwerk/core';
import type { Normalised, RawDelivery, VerifiedDelivery } from './delivery.ts';
import type { Discovery } from './discovery.ts';
import type { EffectTarget } from './effect-target.ts';
import type { Manifest } from './manifest.ts';
import type { Probe } from './probe.ts';
import type { Provisioning } from './provisioning.ts';

/** One thing that happened to an issue; becomes an event on every ticket linked to it. */
export type IssueEvent = EventMeta &
  (
    | { readonly type: 'issue_state_changed'; readonly to: IssueState; readonly reason: IssueCloseReason | null }
    | { readonly type: 'issue_labelled'; readonly label: string; readonly present: boolean }
    | { readonly type: 'issue_commented'; readonly commentId: string }
    | { readonly type: 'issue_released'; readonly by: ReleasedBy; readonly name: string }
  );

export interface IssueHistory {
  /** The tracker's own reference, e.g. `acme/product#12`. */
  readonly issue: string;
  readonly url: string;
  readonly events: readonly IssueEvent[];
}

/** One page of issues that changed. */
export interface ChangedIssues {
  readonly issues: readonly string[];
  readonly cursor: string;
}

/** An open issue that our own account made. */
export interface OwnIssue extends IssueCandidate {
  /** The marker it carries, or null where somebody took it out. */
  readonly marker: string | null;
}

/** An issue tracker: same shape as a helpdesk, with its own writes. */
export interface IssueTracker extends EffectTarget<TrackerWrite> {
  readonly manifest: Manifest;
  probe(signal: AbortSignal): Promise<Probe>;
  verify(raw: RawDelivery, now: number): VerifiedDelivery;
  normalise(delivery: VerifiedDelivery): Normalised;
  /** What happened to the issue, oldest first, under the tracker's own keys. */
  issue(issue: string, signal: AbortSignal): Promise<IssueHistory>;
  changedSince(cursor: string, signal: AbortSignal): AsyncIterable<ChangedIssues>;
  /** Pages of the open issues of our own account, by a list that is consistent, never by a search index. */
  openIssues?(signal: AbortSignal): AsyncIterable<readonly OwnIssue[]>;
  /** Where the provider can be asked what the account is made of. */
  readonly discovery?: Discovery;
  /** Where webhooks, fields and labels can be made by its API. */
  readonly provisioning?: Provisioning;
}
