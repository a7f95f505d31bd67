import type { IssueLinked, TicketEvent } from '@stellwerk/core';
import { isRepeatable, StellwerkError } from '@stellwerk/core';
import type { Applied, ClaimedEffect, EffectResult } from '@stellwerk/ports';
import { AuthExpired, Conflict, RateLimited, ScopeMissing, Transient } from '@stellwerk/ports';
import { backoffMs } from './backoff.ts';
import { isTimeout } from './call-provider.ts';
import { errorText } from './error-text.ts';
import { ownEvent } from './own-event.ts';
import type { Settings } from './settings.ts';

/** What an error is judged by. */
export interface SendSituation {
  readonly claim: ClaimedEffect;
  /** Whether the look-up failed, or what is read before a write leaves: nothing was sent in this attempt. */
  readonly during: 'find' | 'prepare' | 'apply';
  readonly now: number;
  readonly quarantineMs: number;
  readonly random: () => number;
  readonly settings: Settings;
}

/** What follows from an error of `apply` or `find`: the state machine of effects, without the world. */
export function resultOfError(error: unknown, situation: SendSituation): EffectResult {
  const text = errorText(error);
  if (error instanceof Conflict) return { kind: 'cancelled', error: text };
  if (isRefusal(error)) return { kind: 'dead', error: text };

  const { claim, during, now, settings } = situation;
  if (now - (claim.sendingSince ?? now) > settings.giveUpAfterMs) return { kind: 'dead', error: `GAVE_UP: ${text}` };
  const at = Math.max(now + backoffMs(claim.attempts, situation.random, settings), now + askedToWaitMs(error));
  if (!isUnclear(error, situation)) return { kind: 'retry', at, error: text };
  // what was answered is over: only a request without an answer may still take effect
  const quarantineMs = error instanceof RateLimited && during === 'apply' ? 0 : situation.quarantineMs;
  return { kind: 'unknown', lookUpAt: Math.max(at, now + quarantineMs), error: text };
}

/** The provider understood and refuses for good. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof StellwerkError) || error.retry === 'later') return false;
  return !(error instanceof AuthExpired || error instanceof ScopeMissing);
}

/** Whether the write may stand there without our knowing. A write that may be repeated needs no look-up. */
function isUnclear(error: unknown, { claim, during }: SendSituation): boolean {
  if (isRepeatable(claim.effect.write.kind)) return false;
  // a look-up that failed leaves the earlier attempt as unclear as it was
  if (during === 'find') return true;
  if (during === 'prepare') return false;
  if (error instanceof Transient) return error.ambiguous;
  // a limit should be told before the work is done; where it is not, a look-up costs a read and a guess a second issue
  if (error instanceof RateLimited) return true;
  // an error nobody foresaw may have come after the request left
  return isTimeout(error) || !(error instanceof StellwerkError);
}

function askedToWaitMs(error: unknown): number {
  if (error instanceof RateLimited) return error.retryAfterSeconds * 1_000;
  return error instanceof Transient ? (error.retryAfterSeconds ?? 0) * 1_000 : 0;
}

/** The result of a write that stands there, with what the ticket's story learns of it. */
export function resultOfWrite(
  claim: ClaimedEffect,
  { remoteRef, ownWrites }: Pick<Applied, 'remoteRef' | 'ownWrites'>,
  now: number,
): EffectResult {
  const { write } = claim.effect;
  if (remoteRef !== null && write.kind === 'create_issue') {
    return { ...linkResult(claim, remoteRef, { how: 'created' }, now), ownWrites };
  }
  if (write.kind === 'link_issue') return linkResult(claim, write.issue.issue, { how: 'chosen' }, now);
  return { kind: 'done', remoteRef, ownWrites, event: null, link: null };
}

/** The ticket belongs to an issue from now on: made for it, or one that was there. */
export function linkResult(
  { effect }: Pick<ClaimedEffect, 'effect'>,
  issue: string,
  linked: IssueLinked,
  now: number,
): EffectResult & { readonly kind: 'done' } {
  const link = { tracker: effect.connection, issue };
  const event: TicketEvent = {
    type: 'issue_linked',
    issue: link,
    effectKey: effect.key,
    ...linked,
    ...ownEvent(effect, `effect:${effect.key}`, now),
  };
  return { kind: 'done', remoteRef: issue, ownWrites: [], event, link };
}
