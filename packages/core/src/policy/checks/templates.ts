import type { PolicyIssue } from '../issues.ts';
import { NOTICE_LANGUAGES } from '../notices.ts';
import type { Policy } from '../policy.ts';
import { partsOf } from './conditions.ts';
import { warning } from './warning.ts';

type Input = Policy['input'];
const tiersOf = (notices: Input['notices']) => Object.entries(notices) as [keyof Input['notices'], object][];

/** Notices that lack a language which others have, and steps of which customers are told without a text of their own. */
export function missingTemplates({ input }: Policy): readonly PolicyIssue[] {
  const written = tiersOf(input.notices);
  if (written.length === 0) return [];
  return [...missingLanguages(input), ...missingTiers(input)];
}

function missingLanguages(input: Input): PolicyIssue[] {
  const written = tiersOf(input.notices);
  const wanted = NOTICE_LANGUAGES.filter(
    (language) => language === input.locale.language || written.some(([, texts]) => language in texts),
  );
  return written.flatMap(([tier, texts]) =>
    wanted
      .filter((language) => !(language in texts))
      .map((language) =>
        warning(['notices', tier], {
          de: `ohne Text auf ${language}: es gilt der Standardtext`,
          en: `without a text in ${language}: the standard text is used`,
        }),
      ),
  );
}

function missingTiers(input: Input): PolicyIssue[] {
  return input.escalations.flatMap((rule, index) => {
    const at = rule.do.findIndex(({ notice, draft }) => notice === 'customer_notice' || draft !== undefined);
    if (at < 0) return [];
    const target = rule.do.find(({ tier }) => tier !== undefined)?.tier;
    const tiers = target ? [target] : partsOf(rule.when, []).flatMap(({ when }) => [when.tier ?? []].flat());
    return [...new Set(tiers)]
      .filter((tier) => input.notices[tier] === undefined)
      .map((tier) =>
        warning(['escalations', index, 'do', at], {
          de: `\`notices.${tier}\` fehlt: der Kunde liest den Standardtext`,
          en: `\`notices.${tier}\` is missing: the customer reads the standard text`,
        }),
      );
  });
}
