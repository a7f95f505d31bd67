import { StellwerkError } from '@stellwerk/core';
import type { Clock, Store, StoredEffect } from '@stellwerk/ports';

const DAY_MS = 86_400_000;

/** A person asked for something that cannot be done as things stand. */
export class ProposalRefused extends StellwerkError {
  readonly code: 'PROPOSAL_UNKNOWN' | 'PROPOSAL_RESOLVED' | 'CLASS_IN_SHADOW';

  constructor(code: ProposalRefused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** What resolving proposals needs. */
export interface ProposalDeps {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
}

/** Accepts a proposal: it is sent as soon as may be. Refused while its class is in shadow, since nothing of it would be sent. */
export async function acceptProposal(deps: ProposalDeps, id: number, by: string): Promise<void> {
  const { effect } = await proposal(deps, id);
  if ((await deps.store.connections.liveSince(effect.connection, effect.writeClass)) === null) {
    const { connection, writeClass } = effect;
    throw new ProposalRefused('CLASS_IN_SHADOW', `${connection}: ${writeClass} is in shadow; make it live first`);
  }
  await resolve(deps, id, 'accept', by);
}

/** Dismisses a proposal: it is never sent. */
export async function dismissProposal(deps: ProposalDeps, id: number, by: string): Promise<void> {
  await proposal(deps, id);
  await resolve(deps, id, 'dismiss', by);
}

async function proposal({ store }: ProposalDeps, id: number): Promise<StoredEffect> {
  const stored = await store.effects.get(id);
  if (!stored) throw new ProposalRefused('PROPOSAL_UNKNOWN', `There is no proposal ${id}`);
  if (stored.state !== 'proposed') throw new ProposalRefused('PROPOSAL_RESOLVED', `${id} is ${stored.state} already`);
  return stored;
}

async function resolve({ store, clock }: ProposalDeps, id: number, verdict: 'accept' | 'dismiss', by: string) {
  const now = clock.now();
  if (!(await store.effects.resolveProposal(id, verdict, by, now))) {
    throw new ProposalRefused('PROPOSAL_RESOLVED', `${id} was resolved by somebody else`);
  }
  await store.admin.audit({ at: now, actor: by, action: `proposal.${verdict}`, target: String(id), detail: null });
}

/** Ends proposals that nobody looked at. Returns how many. */
export function expireProposals({ store, clock }: ProposalDeps, days: number): Promise<number> {
  const now = clock.now();
  return store.effects.expireProposals(now - days * DAY_MS, now);
}
