import { type Step, want } from '../decide/step.ts';
import { issueText } from '../explain/issue-text.ts';
import type { Effect } from '../model/effect.ts';
import type { Firing } from './act.ts';

/** Wants one issue per ticket and tracker, whichever rule asks and however often. */
export function createIssue(step: Step, firing: Firing, tracker: string, mode: Effect['mode']): void {
  const config = step.policy.input.trackers[tracker];
  const linked = Object.values(step.state.facts.issues).some(
    (issue) => issue.tracker === (config?.connection ?? tracker),
  );
  if (!config || linked) return;

  const { title, body } = issueText(step, config.allowFields);
  const labels = [...config.labels, `priority:${step.state.facts.priority}`];
  want(
    step,
    { kind: 'create_issue', title, body, labels },
    {
      rule: 'issue',
      instance: tracker,
      name: 'create',
      reason: firing.reason,
      mode,
      connection: config.connection ?? tracker,
    },
  );
}
