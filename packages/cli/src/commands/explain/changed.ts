import { type Text, wordOf } from '@stellwerk/core';
import { CLOCK_STATES } from './words.ts';

type Language = 'de' | 'en';

const CHANGED: Readonly<Record<string, Text>> = {
  status: { de: 'Status', en: 'status' },
  priority: { de: 'Priorität', en: 'priority' },
  plan: { de: 'Vertragsstufe', en: 'plan' },
  tier: { de: 'Stufe', en: 'tier' },
  group: { de: 'Gruppe', en: 'group' },
  assignee: { de: 'zugewiesen', en: 'assignee' },
  tags: { de: 'Tags', en: 'tags' },
  agentReplies: { de: 'Antworten an den Kunden', en: 'replies to the customer' },
  customerReplies: { de: 'Nachrichten des Kunden', en: 'messages of the customer' },
  internalNotes: { de: 'interne Notizen', en: 'internal notes' },
};

/** What changed, in words: `clock first_reply#1 dueAt` → Uhr „Erste Antwort“ fällig. */
export function changedText(what: string, language: Language): string {
  const known = CHANGED[what];
  if (known) return known[language];
  const [kind, name = '', part] = what.split(' ');
  const german = language === 'de';
  if (kind === 'clock') {
    const due = german ? ' fällig' : ' due';
    return `${german ? 'Uhr' : 'clock'} ${wordOf('clock', name, language)}${part === 'dueAt' ? due : ''}`;
  }
  if (kind === 'rule') return `${german ? 'Regel' : 'rule'} ${name}`;
  return what.replace(/^fields\./, german ? 'Feld ' : 'field ');
}

/** A value before or after: instants in local time, states in words, nothing as a dash. */
export function changedValue(
  what: string,
  value: string | number | null,
  language: Language,
  time: (at: number) => string,
): string {
  if (value === null || value === '') return '–';
  if (what.endsWith(' dueAt') || what.startsWith('rule ')) return time(Number(value));
  if (what.startsWith('clock ')) return CLOCK_STATES[language][String(value)] ?? String(value);
  return wordOf(what, String(value), language);
}
