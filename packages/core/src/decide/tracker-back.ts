import { issueNote } from '../explain/texts.ts';
import type { TicketEvent } from '../model/event.ts';
import { isFinished } from '../model/status.ts';
import { decided, type Step, want } from './step.ts';

/** What comes back from development: closed, reopened or commented issues become notes in the ticket, as `syncBack` says. */
export function trackerBack(step: Step, event: TicketEvent): void {
  if (event.actor.kind === 'self') return;
  if (event.type === 'issue_state_changed') return stateChanged(step, event);
  if (event.type === 'issue_commented' && syncBack(step, event.issue.tracker).comment === 'internal_note') {
    const reason = decided(step, 'issue.commented', { issue: event.issue.issue });
    note(step, event, reason);
  }
}

type IssueEvent = Extract<TicketEvent, { type: 'issue_state_changed' | 'issue_commented' }>;

function stateChanged(step: Step, event: Extract<TicketEvent, { type: 'issue_state_changed' }>): void {
  const closed = event.to === 'closed';
  const facts = { issue: event.issue.issue, reason: event.reason ?? (closed ? 'completed' : null) };
  const reason = decided(step, closed ? 'issue.closed' : 'issue.reopened', facts);
  const { done } = syncBack(step, event.issue.tracker);
  if (done === 'ignore') return;

  note(step, event, reason);
  const ticket = step.state.facts;
  if (closed && done === 'reopen_internal' && !isFinished(ticket.status) && ticket.status !== 'open') {
    want(
      step,
      { kind: 'set_status', status: 'open' },
      { rule: 'tracker', instance: event.key, name: 'status:open', reason, mode: 'auto' },
    );
  }
}

function note(step: Step, event: IssueEvent, reason: ReturnType<typeof decided>): void {
  const text = issueNote(reason, step.policy.language);
  want(step, { kind: 'add_note', text }, { rule: 'tracker', instance: event.key, name: 'note', reason, mode: 'auto' });
}

function syncBack({ policy }: Step, connection: string): Step['policy']['input']['trackers'][string]['syncBack'] {
  const trackers = Object.entries(policy.input.trackers);
  const tracker = trackers.find(([name, config]) => (config.connection ?? name) === connection);
  return tracker?.[1].syncBack ?? { done: 'note', released: 'ignore', comment: 'ignore' };
}
