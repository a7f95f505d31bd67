import { TIERS } from '../../model/tier.ts';
import type { PolicyIssue } from '../issues.ts';
import { nearest } from '../nearest.ts';
import type { Policy } from '../policy.ts';
import { warning } from './warning.ts';

/** Groups that are described and that no tier owns: what is said of them decides nothing. */
export function unownedGroups({ input }: Policy): readonly PolicyIssue[] {
  const owned = TIERS.flatMap((tier) => Object.values(input.tiers[tier]?.groups ?? {}).flat());
  return Object.keys(input.groups)
    .filter((group) => !owned.includes(group))
    .map((group) => {
      const meant = nearest(group, owned);
      return warning(['groups', group], {
        de: `gehört zu keiner Stufe${meant ? `; gemeint ist wohl \`${meant}\`` : ''}`,
        en: `belongs to no tier${meant ? `; did you mean \`${meant}\`?` : ''}`,
      });
    });
}
