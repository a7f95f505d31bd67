import type { EngineState } from '../decide/state.ts';
import type { Tier } from '../model/tier.ts';
import { NOTICE_LANGUAGES } from '../policy/notices.ts';
import type { Policy } from '../policy/policy.ts';

const STANDARD: Readonly<Record<string, string>> = {
  'de-sie':
    'Guten Tag,\n\nIhre Anfrage wurde an unser Fachteam weitergegeben. Wir melden uns, sobald es etwas Neues gibt, spätestens zum vereinbarten Zeitpunkt.\n\nMit freundlichen Grüßen\nIhr Support',
  'de-du':
    'Hallo,\n\ndeine Anfrage liegt jetzt bei unserem Fachteam. Wir melden uns, sobald es etwas Neues gibt, spätestens zum vereinbarten Zeitpunkt.\n\nViele Grüße\nDein Support',
  en: 'Hello,\n\nyour request has been passed on to our specialists. We will get back to you as soon as there is news, at the agreed time at the latest.\n\nKind regards\nYour support team',
};

/**
 * What the customer is told of a step: the policy's text for the tier in the customer's language, else the standard text in
 * that language, else either in the desk's. German has the desk's form of address.
 */
export function customerNotice({ facts }: EngineState, policy: Policy, tier: Tier | null): string {
  const { language, form } = policy.input.locale;
  for (const wanted of [facts.language, language]) {
    const own = ownText(policy, tier, wanted);
    if (own !== null) return fill(own, { ticket: facts.number, tier: tierName(policy, tier) });
    const standard = STANDARD[wanted === 'de' ? `de-${form}` : String(wanted)];
    if (standard !== undefined) return standard;
  }
  return '';
}

/** The same text as a draft for a person to send. */
export function draftNotice(state: EngineState, policy: Policy, tier: Tier | null): string {
  const heading = policy.language === 'de' ? 'Entwurf für die Kundin oder den Kunden:' : 'Draft for the customer:';
  return `${heading}\n\n${customerNotice(state, policy, tier)}`;
}

function ownText({ input }: Policy, tier: Tier | null, language: string | null): string | null {
  const key = NOTICE_LANGUAGES.find((known) => known === language);
  return (tier !== null && key !== undefined && input.notices[tier]?.[key]) || null;
}

function tierName({ input }: Policy, tier: Tier | null): string {
  return tier === null ? '' : (input.tiers[tier]?.name ?? tier);
}

function fill(text: string, values: { readonly ticket: string; readonly tier: string }): string {
  return text.replace(/\{(ticket|tier)\}/g, (_, name: 'ticket' | 'tier') => values[name]);
}
