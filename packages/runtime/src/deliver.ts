import type { ClaimedEffect, EffectResult } from '@stellwerk/ports';
import { backoffMs } from './backoff.ts';
import { undoneChange } from './changes/change-of.ts';
import type { Connection } from './connections.ts';
import { quarantineOf } from './connections.ts';
import type { RuntimeDeps } from './deps.ts';
import { send } from './send.ts';

/** What a turn with one effect came to. */
type Sent =
  | { readonly kind: EffectResult['kind'] | 'idle' | 'lost' }
  /** Nothing may go out before this instant. */
  | { readonly kind: 'blocked'; readonly until: number };

/** Sends the next due effect of a connection, unless the connection is paused, asked us to wait, or mostly fails. */
async function deliverNext(deps: RuntimeDeps, name: string): Promise<Sent> {
  const { store, clock, connections, health, counters } = deps;
  const connection = connections.get(name);
  if (!connection) return { kind: 'idle' };
  const until = health.writes(name).blockedUntil(clock.now()) ?? (await health.blockedUntil(name, clock.now()));
  if (until !== null) return { kind: 'blocked', until };

  const claim = await store.effects.claim(name, clock.now(), leaseMs(deps, connection));
  if (!claim) return { kind: 'idle' };
  const result = await settle(deps, connection, claim);
  const kept = await store.effects.finish(claim, result, clock.now());
  if (result.kind === 'done') health.writes(name).wrote(clock.now());
  counters.add('effects_sent_total', { connection: name, outcome: kept ? result.kind : 'lost' });
  return { kind: kept ? result.kind : 'lost' };
}

/** Calls of one attempt: the look-up and the write; before an issue leaves, its ticket and our open issues are read as well. */
const CALLS: Readonly<Record<Connection['kind'], number>> = { helpdesk: 2, notifier: 2, tracker: 4 };

/** Time for the calls, and in which the last may still take effect: until then nobody else may look. */
function leaseMs({ settings }: RuntimeDeps, connection: Connection): number {
  return CALLS[connection.kind] * settings.callTimeoutMs + quarantineOf(connection);
}

async function settle(deps: RuntimeDeps, connection: Connection, claim: ClaimedEffect): Promise<EffectResult> {
  const { store, clock, health, random, settings } = deps;
  const { effect } = claim;
  const notBefore = effect.notBefore ?? 0;
  if (notBefore > clock.now())
    return { kind: 'retry', at: notBefore, error: 'NOT_BEFORE: the person is reached later' };
  if (await isLoop(deps, claim)) return { kind: 'dead', error: 'LOOP_FUSE: too many own effects on this ticket' };
  // an earlier attempt may stand there: find out, whatever the switch says now
  const live = await store.connections.liveSince(effect.connection, effect.writeClass);
  // what a person takes back goes out whatever the switch says
  if (live === null && !claim.lookUp && undoneChange(effect.key) === null)
    return { kind: 'cancelled', error: 'IN_SHADOW: the write class is not live' };

  const budget = health.budget(connection.name);
  if (claim.attempts <= 1) budget.called();
  else if (!budget.take(clock.now())) {
    const at = clock.now() + settings.backoffBaseMs + backoffMs(claim.attempts, random, settings);
    if (claim.lookUp) return { kind: 'unknown', lookUpAt: at, error: 'RETRY_BUDGET: spent' };
    return { kind: 'retry', at, error: 'RETRY_BUDGET: spent' };
  }
  return send(deps, connection, claim);
}

/** The fuse: more own effects on one ticket than a desk ever needs mean that another bot answers ours. */
async function isLoop({ store, clock, settings, logger }: RuntimeDeps, { lane }: ClaimedEffect): Promise<boolean> {
  const now = clock.now();
  if ((await store.effects.sentSince(lane, now - settings.fuseWindowMs)) < settings.fuseEffects) return false;
  await store.lanes.pause(lane.key, 'loop_fuse');
  logger.error('lane paused by the loop fuse', { lane: lane.key });
  const detail = `more than ${settings.fuseEffects} effects within ${settings.fuseWindowMs / 60_000} min`;
  await store.admin.audit({ at: now, actor: 'stellwerk', action: 'lane.loop_fuse', target: lane.key, detail });
  return true;
}

/** What a handler's call came to. */
export interface Drained {
  readonly worked: number;
  /** The call has had its share; more may be waiting. */
  readonly more: boolean;
  /** Nothing may go out before this instant, or null. */
  readonly blockedUntil: number | null;
}

/** Sends effects of a connection one after the other until none is due, it is blocked, or this call has had its share. */
export async function drainEffects(
  deps: RuntimeDeps,
  connection: string,
  stopping: () => boolean = () => false,
): Promise<Drained> {
  let worked = 0;
  for (; worked < deps.settings.drainLimit && !stopping(); worked += 1) {
    const sent = await deliverNext(deps, connection);
    if (sent.kind === 'blocked') return { worked, more: false, blockedUntil: sent.until };
    if (sent.kind === 'idle') return { worked, more: false, blockedUntil: null };
  }
  return { worked, more: true, blockedUntil: null };
}
