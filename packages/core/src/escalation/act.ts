import { currentTier } from '../decide/state.ts';
import type { Step } from '../decide/step.ts';
import { decided, want } from '../decide/step.ts';
import { draftNotice } from '../explain/notice.ts';
import { noteText } from '../explain/texts.ts';
import type { Effect } from '../model/effect.ts';
import type { Reason } from '../model/reason.ts';
import type { Tier } from '../model/tier.ts';
import type { Action } from '../policy/action.ts';
import type { EscalationRule } from '../policy/policy.ts';
import { changeTier } from '../tiering/change-tier.ts';
import { tellCustomer } from '../tiering/tell-customer.ts';
import { createIssue } from './create-issue.ts';
import { missingFacts } from './gate.ts';
import { notify } from './notify.ts';

/** A rule that fires, about what, and why. */
export interface Firing {
  readonly rule: EscalationRule;
  readonly instance: string;
  readonly reason: Reason;
}

/** Carries out the actions of a rule. Where the gate's facts are missing they become proposals, with a checklist note. */
export function act(step: Step, firing: Firing): void {
  const missing = firing.rule.gate === undefined ? [] : missingFacts(step, firing.rule.gate);
  const mode: Effect['mode'] = missing.length > 0 ? 'propose' : firing.rule.mode;
  if (missing.length > 0) checklist(step, firing, missing);
  const inOrder = [...firing.rule.do.entries()].sort(([, a], [, b]) => isTold(a) - isTold(b));
  for (const [index, action] of inOrder) actOne(step, firing, action, mode, index);
}

/** What the customer reads is about the step that the rule's other actions make: it comes after them. */
function isTold({ notice, draft }: Action): number {
  return notice === undefined && draft === undefined ? 0 : 1;
}

function actOne(step: Step, firing: Firing, action: Action, mode: Effect['mode'], index: number): void {
  const keys = { rule: firing.rule.id, instance: firing.instance, reason: firing.reason, mode };
  const { language } = step.policy;
  if (action.tier !== undefined) return moveTier(step, firing, action.tier, mode);
  if (action.notify !== undefined) return notify(step, firing, [action.notify].flat(), mode);
  if (action.issue !== undefined) return createIssue(step, firing, action.issue, mode);
  if (action.tag !== undefined) return tag(step, keys, action.tag);
  if (action.note !== undefined) {
    const text = action.note === 'internal' ? noteText(firing.reason, step.state, language) : action.note;
    want(step, { kind: 'add_note', text }, { ...keys, name: `note:${index}` });
  }
  if (action.notice !== undefined) notice(step, firing, action.notice, { ...keys, name: `notice:${index}` });
  if (action.draft !== undefined) {
    const text = draftNotice(step.state, step.policy, targetOf(firing) ?? currentTier(step.state));
    want(step, { kind: 'add_note', text }, { ...keys, name: `draft:${index}` });
  }
  if (action.problem !== undefined)
    want(step, { kind: 'ensure_tags', add: ['problem'], remove: [] }, { ...keys, name: 'problem' });
  const { facts } = step.state;
  if (action.group !== undefined && action.group !== facts.group)
    want(step, { kind: 'assign_group', group: action.group }, { ...keys, name: `assign_group:${action.group}` });
  if (action.priority !== undefined && (action.priority !== facts.priority || !facts.priorityKnown))
    want(step, { kind: 'set_priority', priority: action.priority }, { ...keys, name: `priority:${action.priority}` });
  if (action.status !== undefined && action.status !== facts.status)
    want(step, { kind: 'set_status', status: action.status }, { ...keys, name: `status:${action.status}` });
}

/** A hand-over that is only proposed has not happened: what the customer would read of it waits with it. */
function notice(step: Step, firing: Firing, text: string, keys: Keys & { readonly name: string }): void {
  const tier = targetOf(firing);
  const waits = tier !== undefined && currentTier(step.state) !== tier;
  const told = { ...keys, mode: waits ? ('propose' as const) : keys.mode };
  if (text === 'customer_notice') return tellCustomer(step, { ...told, tier });
  want(step, { kind: 'public_notice', text }, told);
}

/** The tier that a rule leads to, if any. */
function targetOf({ rule }: Firing): Tier | undefined {
  return rule.do.find(({ tier }) => tier !== undefined)?.tier;
}

type Keys = Pick<Effect, 'rule' | 'reason' | 'mode'> & { readonly instance: string };

function tag(step: Step, keys: Keys, change: string): void {
  const [verb = '', name = ''] = change.split(' ');
  const { tags } = step.state.facts;
  if (tags.includes(name) === (verb === 'add')) return; // stands already
  const write = {
    kind: 'ensure_tags',
    add: verb === 'add' ? [name] : [],
    remove: verb === 'remove' ? [name] : [],
  } as const;
  want(step, write, { ...keys, name: `tag:${verb}:${name}` });
}

/** A functional escalation. What a human decided is proposed against, never overruled. */
function moveTier(step: Step, firing: Firing, to: Tier, mode: Effect['mode']): void {
  const present = step.state.spans.at(-1);
  if (present?.tier === to) return;

  const byHuman = present?.source === 'human';
  if (mode === 'auto' && !byHuman)
    return changeTier(step, { to, source: 'rule', rule: firing.rule.id, reason: firing.reason });

  const keys = { rule: firing.rule.id, instance: firing.instance, reason: firing.reason, mode: 'propose' as const };
  const effect = want(step, { kind: 'set_tier', tier: to }, { ...keys, name: `set_tier:${to}` });
  step.state.rules.proposedTiers[effect.key] = { tier: to, rule: firing.rule.id };
  decided(step, 'tier.proposed', { from: present?.tier ?? null, to, human: byHuman }, firing.rule.id);
}

function checklist(step: Step, firing: Firing, missing: readonly string[]): void {
  const reason = decided(
    step,
    'gate.facts_missing',
    { gate: firing.rule.gate ?? '', missing: missing.join(', ') },
    firing.rule.id,
  );
  const text = noteText(reason, step.state, step.policy.language);
  want(
    step,
    { kind: 'add_note', text },
    { rule: firing.rule.id, instance: firing.instance, name: 'checklist', reason, mode: 'auto' },
  );
}
