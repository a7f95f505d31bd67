import type { Applied, ClaimedEffect, EffectChange, EffectResult, Found, Sendable } from '@stellwerk/ports';
import { AuthExpired, RateLimited, ScopeMissing, StoreUnavailable, Transient } from '@stellwerk/ports';
import { isTimeout } from './call-provider.ts';
import { type BeforeAfter, changeOf, isDifference, isUndoable, undoneChange } from './changes/change-of.ts';
import type { Shown } from './changes/shown.ts';
import { shownBefore } from './changes/shown-before.ts';
import type { Connection } from './connections.ts';
import { quarantineOf, targetOf } from './connections.ts';
import type { RuntimeDeps } from './deps.ts';
import { addressed, outgoing } from './issues/outgoing.ts';
import { pauseConnection } from './pause-connection.ts';
import { resultOfError, resultOfWrite } from './send-outcome.ts';

/** Sends one claimed effect: looks it up first where the last attempt's outcome is not known. Never throws for the provider. */
export async function send(deps: RuntimeDeps, connection: Connection, claim: ClaimedEffect): Promise<EffectResult> {
  const target = targetOf(connection);
  const sendable: Sendable = addressed(deps, {
    effect: claim.effect,
    ticketId: claim.lane.ticketId,
    marker: claim.marker,
    sendingSince: claim.sendingSince ?? deps.clock.now(),
  });
  const signal = () => AbortSignal.timeout(deps.settings.callTimeoutMs);
  let during: Failure['during'] = 'find';
  const shown = isUndoable(claim.effect.write.kind) ? await shownBefore(deps, claim) : null;
  try {
    if (claim.lookUp) {
      const found = await target.find(sendable, signal());
      if (found.kind === 'present') return succeeded(deps, connection, { claim, shown }, found);
    }
    during = 'prepare';
    const ready = await outgoing(deps, connection, claim, sendable);
    if (ready.kind === 'settled') return ready.result;
    during = 'apply';
    return succeeded(deps, connection, { claim, shown }, await target.apply(ready.sendable, signal()));
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return failed(deps, connection, { claim, during, error });
  }
}

function succeeded(
  { health, clock }: RuntimeDeps,
  { name }: Connection,
  { claim, shown }: { readonly claim: ClaimedEffect; readonly shown: Shown | null },
  made: Applied | (Found & { readonly kind: 'present' }),
): EffectResult {
  health.record(name, clock.now(), true);
  const result = resultOfWrite(claim, made, clock.now());
  const undoOf = undoneChange(claim.effect.key);
  const facts = changeOf(claim.effect.write, shown, made.remoteRef);
  const stoodAlready = 'outcome' in made && made.outcome === 'unchanged' && !isEarlierOne(claim, facts);
  if (result.kind !== 'done' || (stoodAlready && undoOf === null)) return result;
  const change: EffectChange = { ...facts, undoOf };
  return { ...result, change };
}

/** What stands already is our own work where an earlier attempt's answer was lost and nobody else did the same. */
function isEarlierOne({ attempts, effect }: ClaimedEffect, facts: BeforeAfter): boolean {
  // a link is never written there
  return attempts > 1 && effect.write.kind !== 'link_issue' && isDifference(facts);
}

interface Failure {
  readonly claim: ClaimedEffect;
  readonly during: 'find' | 'prepare' | 'apply';
  readonly error: unknown;
}

async function failed(deps: RuntimeDeps, connection: Connection, failure: Failure): Promise<EffectResult> {
  const { clock, random, settings } = deps;
  const now = clock.now();
  await noteFailure(deps, connection.name, failure, now);
  const quarantineMs = quarantineOf(connection);
  return resultOfError(failure.error, { ...failure, now, quarantineMs, random, settings });
}

/** What a failure says of the connection, beside the effect itself. */
async function noteFailure(deps: RuntimeDeps, name: string, { error }: Failure, now: number): Promise<void> {
  const { health } = deps;
  if (error instanceof Transient || isTimeout(error)) health.record(name, now, false);
  if (error instanceof RateLimited) health.waitUntil(name, now + error.retryAfterSeconds * 1_000);
  if (error instanceof AuthExpired || error instanceof ScopeMissing) await pauseConnection(deps, name, error);
}
