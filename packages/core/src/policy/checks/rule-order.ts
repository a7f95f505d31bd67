import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { type Conditions, implies, sameConditions } from './conditions.ts';
import { warning } from './warning.ts';

/** Rules of `tiering` that never come to their turn, because an earlier one takes every ticket of theirs. */
export function unreachableRules({ input }: Policy): readonly PolicyIssue[] {
  const { rules } = input.tiering;
  return rules.flatMap((rule, index) => {
    const earlier = rules.slice(0, index).find((other) => implies(rule, other));
    if (!earlier) return [];
    const path = ['tiering', 'rules', index];
    if (isAlways(earlier))
      return [
        warning(path, {
          de: `wird nie erreicht: Regel \`${earlier.id}\` davor hat keine Bedingung und nimmt jedes Ticket`,
          en: `is never reached: rule \`${earlier.id}\` before it has no condition and takes every ticket`,
        }),
      ];
    return [
      warning(path, {
        de: `wird nie erreicht: Regel \`${earlier.id}\` davor trifft auf dieselben Tickets zu`,
        en: `is never reached: rule \`${earlier.id}\` before it applies to the same tickets`,
      }),
    ];
  });
}

function isAlways({ when, if: condition }: Conditions): boolean {
  return condition === undefined && Object.keys(when ?? {}).length === 0;
}

/** Rules of `escalations` with the same condition, the same actions and the same repeat: told twice of one thing. */
export function doubleRules({ input }: Policy): readonly PolicyIssue[] {
  const { escalations } = input;
  const actions = ({ do: wanted, calendar, repeat }: (typeof escalations)[number]): string =>
    JSON.stringify([wanted, calendar, repeat]);
  return escalations.flatMap((rule, index) => {
    const earlier = escalations
      .slice(0, index)
      .find((other) => sameConditions(rule, other) && actions(rule) === actions(other));
    if (!earlier) return [];
    return [
      warning(['escalations', index], {
        de: `tut dasselbe unter derselben Bedingung wie Regel \`${earlier.id}\``,
        en: `does the same under the same condition as rule \`${earlier.id}\``,
      }),
    ];
  });
}
