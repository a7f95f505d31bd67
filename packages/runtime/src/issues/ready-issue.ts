import { hitsText, type IssueHeld, type IssueWrite, type TicketEvent } from '@stellwerk/core';
import type { ClaimedEffect, EffectResult, IssueTracker, Sendable } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import { ownEvent } from '../own-event.ts';
import type { Problem } from '../problem.ts';
import { linkResult } from '../send-outcome.ts';
import { linkedAlready } from './already-linked.ts';
import { holdReasons, isAccepted } from './hold.ts';
import { type IssueLook, lookAtIssue } from './look-at-issue.ts';

/** What follows before a write leaves: it may go as it is now, or it is settled without being sent. */
export type Outgoing =
  | { readonly kind: 'send'; readonly sendable: Sendable }
  | { readonly kind: 'settled'; readonly result: EffectResult };

/**
 * The last look before an issue is made: what the customer wrote is filled in, everything is redacted, and our own open issues
 * are searched. Then it goes, or the ticket is linked to the one that is there, or a person is asked. Reads only.
 */
export async function readyIssue(
  deps: RuntimeDeps,
  tracker: IssueTracker,
  claim: ClaimedEffect,
  sendable: Sendable & { readonly effect: { readonly write: IssueWrite } },
): Promise<Outgoing> {
  const { write } = sendable.effect;
  const events = await deps.store.lanes.events(claim.lane.key);
  const linked = linkedAlready(events, claim);
  if (linked) return { kind: 'settled', result: linked };

  const look = await lookAtIssue(deps, tracker, claim, { write, events });
  if ('problem' in look) return { kind: 'settled', result: laterThan(deps, look.problem) };
  return conclude(deps, claim, sendable, { events, ...look });
}

interface Look extends IssueLook {
  readonly events: readonly TicketEvent[];
}

function conclude(
  deps: RuntimeDeps,
  claim: ClaimedEffect,
  sendable: Sendable & { readonly effect: { readonly write: IssueWrite } },
  { events, prepared, searched }: Look,
): Outgoing {
  const now = deps.clock.now();
  const { write } = sendable.effect;
  if (searched.ours !== null)
    return { kind: 'settled', result: linkResult(claim, searched.ours, { how: 'created' }, now) };
  const { verdict } = searched;
  if (verdict.kind === 'link') {
    const { issue, score } = verdict.best;
    const threshold = write.care?.dedupe?.threshold ?? 1;
    return { kind: 'settled', result: linkResult(claim, issue, { how: 'similar', score, threshold }, now) };
  }
  const { title, body, hits } = prepared;
  const candidate = verdict.kind === 'propose' ? verdict.best : null;
  const fingerprint = deps.marker(JSON.stringify(['issue', title, body, candidate?.issue ?? null]));
  const because = holdReasons(write, prepared, candidate);
  if (because.length === 0 || isAccepted(events, claim.effect.key, fingerprint)) {
    const effect = { ...sendable.effect, write: { ...write, title, body } };
    return { kind: 'send', sendable: { ...sendable, effect } };
  }
  const masked = hitsText(hits, write.care?.language ?? 'en');
  const held = { because, masked, candidate: candidate?.issue ?? null, score: candidate?.score ?? null, fingerprint };
  return { kind: 'settled', result: heldResult(claim, held, now) };
}

function heldResult({ effect, attempts }: ClaimedEffect, held: IssueHeld, now: number): EffectResult {
  const alike = held.candidate === null ? '' : `≈ ${held.candidate} (${Math.round((held.score ?? 0) * 100)} %)`;
  const error = `HELD: ${[held.masked, alike].filter(Boolean).join(', ')}`;
  const event: TicketEvent = {
    type: 'issue_held',
    tracker: effect.connection,
    effectKey: effect.key,
    ...held,
    ...ownEvent(effect, `held:${effect.key}:${attempts}`, now),
  };
  return { kind: 'proposed', error, event };
}

const LATER_MS = 60_000;

/** The helpdesk cannot be asked now: the issue waits for it. */
function laterThan({ clock }: RuntimeDeps, problem: Problem): EffectResult {
  const at = Math.max(problem.kind === 'wait' ? problem.until : 0, clock.now() + LATER_MS);
  return { kind: 'retry', at, error: problem.error };
}
