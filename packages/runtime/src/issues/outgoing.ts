import type { IssueWrite, TrackerWrite } from '@stellwerk/core';
import type { ClaimedEffect, Sendable } from '@stellwerk/ports';
import type { Connection } from '../connections.ts';
import type { RuntimeDeps } from '../deps.ts';
import { resultOfWrite } from '../send-outcome.ts';
import { linkedAlready } from './already-linked.ts';
import { impactOf } from './impact.ts';
import { type Outgoing, readyIssue } from './ready-issue.ts';

type ImpactWrite = Extract<TrackerWrite, { readonly kind: 'impact_comment' }>;

/** One comment per issue, whichever ticket wants it: so it has the issue's marker and not the effect's. */
export function addressed(deps: Pick<RuntimeDeps, 'marker'>, sendable: Sendable): Sendable {
  const { write } = sendable.effect;
  if (write.kind !== 'impact_comment') return sendable;
  const { tracker, issue } = write.issue;
  return { ...sendable, marker: deps.marker(`impact ${tracker} ${issue}`) };
}

/** What is still to be done with a write before it leaves. Reads only; most writes go as they are. */
export async function outgoing(
  deps: RuntimeDeps,
  connection: Connection,
  claim: ClaimedEffect,
  sendable: Sendable,
): Promise<Outgoing> {
  const { write } = sendable.effect;
  if (connection.kind !== 'tracker') return { kind: 'send', sendable };
  if (write.kind === 'create_issue') return readyIssue(deps, connection.adapter, claim, withWrite(sendable, write));
  if (write.kind === 'impact_comment') return readyImpact(deps, claim, sendable, write);
  if (write.kind !== 'link_issue') return { kind: 'send', sendable };
  const linked = linkedAlready(await deps.store.lanes.events(claim.lane.key), claim);
  return linked ? { kind: 'settled', result: linked } : { kind: 'send', sendable };
}

async function readyImpact(
  deps: RuntimeDeps,
  claim: ClaimedEffect,
  sendable: Sendable,
  write: ImpactWrite,
): Promise<Outgoing> {
  const text = await impactOf(deps.store, write.issue, write.language);
  if (text !== null) return { kind: 'send', sendable: withWrite(sendable, { ...write, text }) };
  const nothing = { remoteRef: null, ownWrites: [] };
  return { kind: 'settled', result: resultOfWrite(claim, nothing, deps.clock.now()) };
}

function withWrite<W extends IssueWrite | ImpactWrite>(sendable: Sendable, write: W) {
  return { ...sendable, effect: { ...sendable.effect, write } };
}
