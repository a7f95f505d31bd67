import { currentTier } from '../decide/state.ts';
import { decided, type Step, want } from '../decide/step.ts';
import { customerNotice } from '../explain/notice.ts';
import type { Effect } from '../model/effect.ts';
import type { Tier } from '../model/tier.ts';

/** Who asks for a notice, and the step it is about. */
export interface Notice extends Pick<Effect, 'rule' | 'reason' | 'mode'> {
  readonly instance: string;
  readonly name: string;
  /** The tier that the customer is told of; left out: the present one. */
  readonly tier?: Tier | undefined;
}

/** Tells the customer of the step, once in a stay in a tier, whoever asks. */
export function tellCustomer(step: Step, { tier, ...keys }: Notice): void {
  const span = step.state.spans.at(-1);
  if (span?.told) {
    decided(step, 'escalation.notice_skipped', { tier: span.tier }, keys.rule);
    return;
  }
  if (span) span.told = true;
  const text = customerNotice(step.state, step.policy, tier ?? currentTier(step.state));
  want(step, { kind: 'public_notice', text }, keys);
}
