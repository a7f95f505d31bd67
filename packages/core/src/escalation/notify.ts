import { type Step, want } from '../decide/step.ts';
import { noteText, subjectOf } from '../explain/texts.ts';
import type { Effect, NotifierWrite } from '../model/effect.ts';
import { type ContactChannel, channelKind } from '../policy/contacts.ts';
import type { Firing } from './act.ts';

/** Tells people: the assignee by an internal note, roles of `contacts` by their channels. */
export function notify(step: Step, firing: Firing, roles: readonly string[], mode: Effect['mode']): void {
  for (const role of roles) {
    if (role === 'assignee') note(step, firing, role, mode);
    else tell(step, firing, role, mode);
  }
}

/** Quiet hours: outside a role's working hours its deputy is told; where that one rests too, the role at its next opening. */
function tell(step: Step, firing: Firing, role: string, mode: Effect['mode']): void {
  const awake = [role, step.policy.input.contacts[role]?.deputy].find(
    (name) => name !== undefined && isAwake(step, name),
  );
  const recipient = awake ?? role;
  const contact = step.policy.input.contacts[recipient];
  for (const [index, channel] of (contact?.notify ?? []).entries()) {
    if (channel === 'note') {
      note(step, firing, recipient, mode);
      continue;
    }
    want(step, messageTo(step, firing, recipient, channel), {
      ...keys(firing, mode),
      name: `notify:${role}:${index}`,
      connection: 'notify',
      ...notBefore(step, recipient),
    });
  }
}

/** The message for one channel; only a mail has a subject. */
function messageTo(
  { state, policy }: Step,
  { reason }: Firing,
  contact: string,
  channel: ContactChannel,
): NotifierWrite {
  const kind = channelKind(channel);
  const alike = policy.input.contacts[contact]?.notify.filter(
    (other): other is ContactChannel => other !== 'note' && channelKind(other) === kind,
  );
  const told = { contact, channel: alike?.indexOf(channel) ?? 0, text: noteText(reason, state, policy.language) };
  if (kind === 'email') return { kind: 'notify_email', subject: subjectOf(state, policy.language), ...told };
  return { kind: `notify_${kind}`, ...told };
}

function isAwake(step: Step, role: string): boolean {
  const calendar = step.policy.calendars.get(step.policy.input.contacts[role]?.calendar ?? '');
  return step.policy.input.guards.quietHours === 'none' || !calendar || calendar.isOpen(step.at);
}

function notBefore(step: Step, role: string): { readonly notBefore?: number } {
  const calendar = step.policy.calendars.get(step.policy.input.contacts[role]?.calendar ?? '');
  return isAwake(step, role) || !calendar ? {} : { notBefore: calendar.nextOpening(step.at) };
}

function note(step: Step, firing: Firing, role: string, mode: Effect['mode']): void {
  const text = noteText(firing.reason, step.state, step.policy.language);
  want(step, { kind: 'add_note', text }, { ...keys(firing, mode), name: `notify:${role}:note` });
}

function keys(
  firing: Firing,
  mode: Effect['mode'],
): Pick<Effect, 'rule' | 'reason' | 'mode'> & { readonly instance: string } {
  return { rule: firing.rule.id, instance: firing.instance, reason: firing.reason, mode };
}
