import type { Text } from '../errors.ts';
import { own } from '../own.ts';
import { ACTORS, EVENTS } from './event-words.ts';

type Words = Readonly<Record<string, Text>>;

const CLOCKS: Words = {
  first_reply: { de: 'Erste Antwort', en: 'first reply' },
  next_reply: { de: 'Folgeantwort', en: 'next reply' },
  update: { de: 'Zwischenstand', en: 'update' },
  pausable_update: { de: 'Zwischenstand mit Pause', en: 'pausable update' },
  requester_wait: { de: 'Wartezeit des Kunden', en: 'requester wait' },
  agent_work: { de: 'Bearbeitungszeit', en: 'agent work' },
  restore: { de: 'Wiederherstellung', en: 'restoration' },
  resolution: { de: 'Lösung', en: 'resolution' },
  waiting_dev: { de: 'Wartezeit auf die Entwicklung', en: 'waiting for development' },
  accept: { de: 'Annahme', en: 'acceptance' },
  own: { de: 'Zeit der Stufe', en: 'time of the tier' },
};

const STATUSES: Words = {
  new: { de: 'neu', en: 'new' },
  open: { de: 'offen', en: 'open' },
  waiting_requester: { de: 'wartet auf den Kunden', en: 'waiting for the customer' },
  waiting_third_party: { de: 'wartet auf Dritte', en: 'waiting for a third party' },
  waiting_dev: { de: 'wartet auf die Entwicklung', en: 'waiting for development' },
  solved: { de: 'gelöst', en: 'solved' },
  closed: { de: 'geschlossen', en: 'closed' },
  deleted: { de: 'gelöscht', en: 'deleted' },
  unknown: { de: 'unbekannt', en: 'unknown' },
};

const REASONS: Words = {
  agent_reply: { de: 'Antwort an den Kunden', en: 'reply to the customer' },
  agent_message: { de: 'Nachricht an den Kunden', en: 'message to the customer' },
  workaround: { de: 'Umgehungslösung', en: 'workaround' },
  solved: { de: 'gelöst', en: 'solved' },
  accepted: { de: 'angenommen', en: 'accepted' },
  moved_on: { de: 'weitergegeben', en: 'handed on' },
  no_target: { de: 'nichts mehr zugesagt', en: 'nothing promised any more' },
  policy_inactive: { de: 'SLA-Richtlinie abgeschaltet', en: 'SLA policy switched off' },
  development_done: { de: 'Entwicklung fertig', en: 'development is done' },
  merged: { de: 'zusammengeführt', en: 'merged' },
  spam: { de: 'Spam', en: 'spam' },
  deleted: { de: 'gelöscht', en: 'deleted' },
  overrun: { de: 'Ziel überschritten', en: 'target overrun' },
  completed: { de: 'erledigt', en: 'completed' },
  not_planned: { de: 'nicht geplant', en: 'not planned' },
  duplicate: { de: 'Duplikat', en: 'duplicate' },
};

const MODES: Words = {
  keep_elapsed: { de: 'verbrauchte Zeit bleibt', en: 'elapsed time kept' },
  by_segment: { de: 'je Abschnitt', en: 'by segment' },
  restart: { de: 'neu begonnen', en: 'started anew' },
  from_creation: { de: 'ab Eröffnung gezählt', en: 'counted from creation' },
  resume: { de: 'fortgesetzt', en: 'resumed' },
};

/** What made a stretch of a clock begin. */
const STARTS: Words = {
  created: { de: 'Ticket eröffnet', en: 'ticket opened' },
  customer_message: { de: 'Nachricht des Kunden', en: 'message of the customer' },
  promised: { de: 'jetzt zugesagt', en: 'promised now' },
  development: { de: 'Entwicklung hat übernommen', en: 'development has taken over' },
  reopened: { de: 'wieder geöffnet', en: 'reopened' },
};

const WORDS: Readonly<Record<string, Words>> = {
  status: STATUSES,
  reason: REASONS,
  mode: MODES,
  event: EVENTS,
  actor: ACTORS,
  detail: { ...REASONS, ...STATUSES, ...STARTS },
};

/** A code of the engine in words, where the fact of that name (`status`, `event`, `clock`, …) holds one; else the code itself. */
export function wordOf(fact: string, code: string, language: 'de' | 'en'): string {
  if (fact === 'clock' || fact === 'about') return quoted(code, language);
  return own(own(WORDS, fact), code)?.[language] ?? code;
}

function quoted(id: string, language: 'de' | 'en'): string {
  const name = clockName(id, language);
  if (name === id) return id;
  return language === 'de' ? `„${name}“` : `“${name}”`;
}

/** `first_reply#1` → Erste Antwort; later turns and tier spans carry their number. What is no clock stays as it is. */
export function clockName(id: string, language: 'de' | 'en'): string {
  const [, metric = id, turn, span] = /^([a-z_]+)(?:#(\d+)|@(\d+))?$/.exec(id) ?? [];
  const name = own(CLOCKS, metric)?.[language];
  if (name === undefined) return id;

  const part = { de: 'Abschnitt', en: 'span' }[language];
  if (span !== undefined) return `${name} (${part} ${Number(span) + 1})`;
  return turn === undefined || turn === '1' ? name : `${name} ${turn}`;
}
