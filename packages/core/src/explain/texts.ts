import type { EngineState } from '../decide/state.ts';
import type { Reason } from '../model/reason.ts';
import type { Policy } from '../policy/policy.ts';
import { renderReason } from './render.ts';

type Language = 'de' | 'en';

/** An internal note that says what happened and why. */
export function noteText(reason: Reason, state: EngineState, language: Language): string {
  const tier = state.spans.at(-1)?.tier ?? '–';
  const heading = language === 'de' ? `Stellwerk · Stufe ${tier}` : `Stellwerk · tier ${tier}`;
  return `${heading}\n${renderReason(reason, { language })}`;
}

/** The subject of a mail about a ticket: its number and tier, nothing that anybody wrote. */
export function subjectOf(state: EngineState, language: Language): string {
  const tier = state.spans.at(-1)?.tier ?? '–';
  return `Stellwerk · Ticket ${state.facts.number} · ${language === 'de' ? 'Stufe' : 'tier'} ${tier}`;
}

/** An internal note about a linked issue. */
export function issueNote(reason: Reason, language: Language): string {
  return `Stellwerk\n${renderReason(reason, { language })}`;
}

const NOTICE: Readonly<Record<string, string>> = {
  'de-sie':
    'Guten Tag,\n\nIhre Anfrage wurde an unser Fachteam weitergegeben. Wir melden uns, sobald es etwas Neues gibt, spätestens zum vereinbarten Zeitpunkt.\n\nMit freundlichen Grüßen\nIhr Support',
  'de-du':
    'Hallo,\n\ndeine Anfrage liegt jetzt bei unserem Fachteam. Wir melden uns, sobald es etwas Neues gibt, spätestens zum vereinbarten Zeitpunkt.\n\nViele Grüße\nDein Support',
  en: 'Hello,\n\nyour request has been passed on to our specialists. We will get back to you as soon as there is news, at the agreed time at the latest.\n\nKind regards\nYour support team',
};

/** What the customer is told of a step: in the customer's language where we write it, in the desk's form of address. */
export function customerNotice({ facts }: EngineState, policy: Policy): string {
  const { language, form } = policy.input.locale;
  const wanted = facts.language === 'en' || facts.language === 'de' ? facts.language : language;
  return NOTICE[wanted === 'en' ? 'en' : `de-${form}`] ?? '';
}

/** The same text as a draft for a person to send. */
export function draftNotice(state: EngineState, policy: Policy): string {
  const heading = policy.language === 'de' ? 'Entwurf für die Kundin oder den Kunden:' : 'Draft for the customer:';
  return `${heading}\n\n${customerNotice(state, policy)}`;
}
