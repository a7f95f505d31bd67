import type { Action } from '../action.ts';
import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { sameConditions } from './conditions.ts';
import { warning } from './warning.ts';

type Rule = Policy['input']['escalations'][number];
const ENDS = ['tier', 'group', 'priority', 'status'] as const;

/** Rules that want opposite ends at the same moment: tag on and off, two tiers, two groups, two priorities or statuses. */
export function contradictions({ input }: Policy): readonly PolicyIssue[] {
  const { escalations } = input;
  return escalations.flatMap((rule, index) =>
    rule.do.flatMap((action, at) => {
      const other = opponent(escalations, index, at);
      if (!other) return [];
      const [key = ''] = Object.keys(action);
      const same = other === rule;
      return [
        warning(['escalations', index, 'do', at, key], {
          de: same
            ? 'widerspricht einer früheren Aktion derselben Regel'
            : `widerspricht der Regel \`${other.id}\`, die unter derselben Bedingung das Gegenteil will`,
          en: same
            ? 'contradicts an earlier action of the same rule'
            : `contradicts rule \`${other.id}\`, which wants the opposite under the same condition`,
        }),
      ];
    }),
  );
}

/** The rule up to this action that wants the opposite, under the same condition. */
function opponent(rules: readonly Rule[], index: number, at: number): Rule | undefined {
  const rule = rules[index];
  const action = rule?.do[at];
  if (!rule || !action) return undefined;
  if (rule.do.slice(0, at).some((earlier) => opposite(action, earlier))) return rule;
  return rules
    .slice(0, index)
    .find((other) => sameConditions(rule, other) && other.do.some((theirs) => opposite(action, theirs)));
}

function opposite(a: Action, b: Action): boolean {
  if (a.tag !== undefined && b.tag !== undefined) {
    const [verbA, nameA] = a.tag.split(' ');
    const [verbB, nameB] = b.tag.split(' ');
    return nameA === nameB && verbA !== verbB;
  }
  return ENDS.some((key) => a[key] !== undefined && b[key] !== undefined && a[key] !== b[key]);
}
