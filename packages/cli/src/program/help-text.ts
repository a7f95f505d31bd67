import { EXIT } from '../exit-codes.ts';
import type { Language } from '../output/language.ts';

/** Commander's headings in German. */
export const GERMAN_TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Aufruf:',
  'Arguments:': 'Argumente:',
  'Options:': 'Optionen:',
  'Global Options:': 'Für alle Befehle:',
  'Commands:': 'Befehle:',
};

/** What the exit codes mean; the same for every command. */
export function exitCodesText(language: Language): string {
  const { ok, failed, usage, config, unavailable, interrupted } = EXIT;
  return language === 'de'
    ? `Rückgabe: ${ok} gut · ${failed} etwas gefunden oder nicht getan · ${usage} falsch aufgerufen · ${config} Policy, Geheimnis oder Schlüssel falsch · ${unavailable} Datenbank oder Anbieter nicht erreichbar · ${interrupted} abgebrochen`
    : `Exit codes: ${ok} ok · ${failed} found or refused something · ${usage} called wrongly · ${config} policy, secret or key wrong · ${unavailable} database or provider not reachable · ${interrupted} interrupted`;
}
