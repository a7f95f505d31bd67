import { issueText } from '../bugs/issue/issue-text.ts';
import { hitsText } from '../bugs/redaction/redact.ts';
import { decided, type Step, want } from '../decide/step.ts';
import type { Effect } from '../model/effect.ts';
import type { Firing } from './act.ts';

/** Wants one issue per ticket and tracker, whichever rule asks and however often. With something to hide it waits for a person. */
export function createIssue(step: Step, firing: Firing, tracker: string, mode: Effect['mode']): void {
  const config = step.policy.input.trackers[tracker];
  const linked = Object.values(step.state.facts.issues).some(
    (issue) => issue.linked && issue.tracker === (config?.connection ?? tracker),
  );
  if (!config || linked) return;

  const write = issueText(step, config);
  const masked = hitsText(write.care?.hits ?? {}, step.policy.language);
  const blocked = masked !== '' && config.redact.onHit === 'block';
  const reason = blocked ? decided(step, 'issue.masked', { masked }, firing.rule.id) : firing.reason;
  want(step, write, {
    rule: 'issue',
    instance: tracker,
    name: 'create',
    reason,
    mode: blocked || config.redact.preview ? 'propose' : mode,
    connection: config.connection ?? tracker,
  });
}
