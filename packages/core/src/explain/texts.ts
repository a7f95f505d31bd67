import type { EngineState } from '../decide/state.ts';
import type { Reason } from '../model/reason.ts';
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
