import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { contradictions } from './contradictions.ts';
import { edgeFindings } from './edges.ts';
import { unownedGroups } from './groups.ts';
import { holidayFindings } from './holidays.ts';
import { notYetInForce } from './in-force.ts';
import { neverHolds } from './never.ts';
import { alertsAtNight } from './night.ts';
import { planFindings } from './plans.ts';
import { doubleRules, unreachableRules } from './rule-order.ts';
import { sendingFindings } from './sending.ts';
import { serviceLevelFindings } from './service-levels.ts';
import { missingTemplates } from './templates.ts';

/** What a compiled policy allows and probably does not mean, as warnings with their path. `now` is epoch ms. */
export function checkPolicy(policy: Policy, now: number): readonly PolicyIssue[] {
  return [
    ...unreachableRules(policy),
    ...doubleRules(policy),
    ...contradictions(policy),
    ...neverHolds(policy),
    ...edgeFindings(policy),
    ...unownedGroups(policy),
    ...planFindings(policy),
    ...serviceLevelFindings(policy),
    ...missingTemplates(policy),
    ...alertsAtNight(policy, now),
    ...holidayFindings(policy, now),
    ...notYetInForce(policy, now),
    ...sendingFindings(policy),
  ];
}
