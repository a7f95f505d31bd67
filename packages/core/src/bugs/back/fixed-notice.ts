import type { EngineState } from '../../decide/state.ts';
import { NOTICE_LANGUAGES } from '../../policy/notices.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Tracker } from '../../policy/tracker.ts';

const STANDARD: Readonly<Record<string, string>> = {
  'de-sie':
    'Guten Tag,\n\nder Fehler, den Sie uns in Anfrage {ticket} gemeldet haben, ist behoben. Bitte sagen Sie uns, falls er bei Ihnen noch auftritt.\n\nMit freundlichen Grüßen\nIhr Support',
  'de-du':
    'Hallo,\n\nder Fehler, den du uns in Anfrage {ticket} gemeldet hast, ist behoben. Sag uns bitte, falls er bei dir noch auftritt.\n\nViele Grüße\nDein Support',
  en: 'Hello,\n\nthe bug that you reported to us in request {ticket} is fixed. Please tell us if you still see it.\n\nKind regards\nYour support team',
};

/** What the customer is told when the fix is out: the policy's text in their language, else the standard one, else in the desk's. */
export function fixedNoticeText({ facts }: EngineState, { input }: Policy, tracker: Tracker | undefined): string {
  const { language, form } = input.locale;
  for (const wanted of [facts.language, language]) {
    const key = NOTICE_LANGUAGES.find((known) => known === wanted);
    const text = (key && tracker?.fixedNotice[key]) ?? STANDARD[wanted === 'de' ? `de-${form}` : String(wanted)];
    if (text !== undefined) return text.replaceAll('{ticket}', facts.number);
  }
  return '';
}
