import { type Step, want } from '../decide/step.ts';
import { handOverText } from '../explain/hand-over.ts';
import type { TierChange } from './change-tier.ts';

/**
 * A tier outside the house (`external`) does not work in the helpdesk: the ticket waits there for a third party, and a note
 * holds what the partner was given. A person who moved it has set the status as they want it.
 */
export function handOver(step: Step, change: TierChange, from: string | null): void {
  const tier = step.policy.input.tiers[change.to];
  if (!tier?.external || change.source === 'import') return;

  const keys = { rule: change.rule, instance: step.cause, reason: change.reason, mode: 'auto' as const };
  const { status } = tier;
  if (change.source !== 'human' && step.state.facts.status !== status)
    want(step, { kind: 'set_status', status }, { ...keys, name: `status:${status}` });
  want(step, { kind: 'add_note', text: handOverText(step, from, change.to) }, { ...keys, name: 'hand-over' });
}
