import type { Text } from '../errors.ts';

/** One sentence per reason code and language. `{name}` is filled from the reason's facts, `{rule}` with the rule's id;
 * names ending in `At` are written as local time, `…Ms` as a span. What stands in `[…]` is left out where its fact is missing. */
export const TEMPLATES: Readonly<Record<string, Text>> = {
  'tier.rule_matched': { de: 'Stufe {tier} durch Regel {rule}.', en: 'Tier {tier} by rule {rule}.' },
  'tier.default': {
    de: 'Stufe {tier} als Voreinstellung: keine Regel traf zu.',
    en: 'Tier {tier} by default: no rule matched.',
  },
  'tier.by_group': {
    de: 'Stufe {tier}, weil die Gruppe „{group}“ zu ihr gehört.',
    en: 'Tier {tier}, because group “{group}” belongs to it.',
  },
  'tier.by_hand': {
    de: 'Stufe {to} von Hand im Helpdesk gesetzt (vorher {from}).',
    en: 'Tier {to} set by hand in the helpdesk (before: {from}).',
  },
  'tier.imported': { de: 'Stufe {tier} stand schon im Helpdesk.', en: 'Tier {tier} already stood in the helpdesk.' },
  'tier.accepted': {
    de: 'Vorschlag der Regel {rule} angenommen: {from} → {to}.',
    en: 'Proposal of rule {rule} accepted: {from} → {to}.',
  },
  'tier.proposed': {
    de: 'Regel {rule} schlägt Stufe {to} vor (jetzt {from}).',
    en: 'Rule {rule} proposes tier {to} (now {from}).',
  },
  'tier.changed': { de: 'Stufe {from} → {to}.', en: 'Tier {from} → {to}.' },
  'tier.group_chosen': {
    de: 'Gruppe „{group}“ für {tier}: Sprache {language}, Fachgebiet {skill}, Region {region}.',
    en: 'Group “{group}” for {tier}: language {language}, skill {skill}, region {region}.',
  },
  'sla.started': {
    de: 'Uhr {clock} gestartet: Ziel {target}[ laut Vertrag „{targetContract}“][ laut SLA-Richtlinie „{targetPolicy}“] nach Kalender {calendar}, fällig {dueAt} ({plan}, {priority}).',
    en: 'Clock {clock} started: target {target}[ of contract “{targetContract}”][ of SLA policy “{targetPolicy}”] by calendar {calendar}, due {dueAt} ({plan}, {priority}).',
  },
  'sla.paused': { de: 'Uhr {clock} angehalten: Status {status}.', en: 'Clock {clock} paused: status {status}.' },
  'sla.resumed': {
    de: 'Uhr {clock} läuft weiter: Status {status}, fällig {dueAt}.',
    en: 'Clock {clock} runs on: status {status}, due {dueAt}.',
  },
  'sla.reopened': {
    de: 'Uhr {clock} läuft nach Wiedereröffnung weiter ({mode}).',
    en: 'Clock {clock} runs on after reopening ({mode}).',
  },
  'sla.given_back': {
    de: 'Uhr {clock} läuft weiter: die Zusage gilt wieder ({plan}, {priority}).',
    en: 'Clock {clock} runs on: the promise holds again ({plan}, {priority}).',
  },
  'sla.target_changed': {
    de: 'Uhr {clock}: neues Ziel {target}[ laut Vertrag „{targetContract}“][ laut SLA-Richtlinie „{targetPolicy}“] nach Kalender {calendar}, fällig {dueAt} ({mode}).',
    en: 'Clock {clock}: new target {target}[ of contract “{targetContract}”][ of SLA policy “{targetPolicy}”] by calendar {calendar}, due {dueAt} ({mode}).',
  },
  'sla.breach_withdrawn': {
    de: 'Korrektur: Verletzung von {clock} vom {breachedAt} zurückgenommen, neues Ziel {target}.',
    en: 'Correction: breach of {clock} at {breachedAt} withdrawn, new target {target}.',
  },
  'sla.met': {
    de: 'Uhr {clock} eingehalten: {usedMs} von {targetMs} ({reason}).',
    en: 'Clock {clock} met: {usedMs} of {targetMs} ({reason}).',
  },
  'sla.breached': { de: 'Uhr {clock} verletzt ({reason}).', en: 'Clock {clock} breached ({reason}).' },
  'sla.cancelled': { de: 'Uhr {clock} entfällt ({reason}).', en: 'Clock {clock} cancelled ({reason}).' },
  'sla.withdrawn': {
    de: 'Korrektur: Ergebnis von {clock} zählt nicht mehr ({reason}).',
    en: 'Correction: the result of {clock} no longer counts ({reason}).',
  },
  'sla.reinstated': {
    de: 'Korrektur: {clock} gilt wieder, das Ticket ist zurück.',
    en: 'Correction: {clock} holds again, the ticket is back.',
  },
  'ola.started': {
    de: 'Interne Uhr {clock} für {tier}: Ziel {target}, fällig {dueAt}.',
    en: 'Internal clock {clock} for {tier}: target {target}, due {dueAt}.',
  },
  'escalation.fired': {
    de: 'Regel {rule} ausgelöst ({about}): Ziel {target}, fällig {dueAt}; {priority}, {plan}, Stufe {tier}.',
    en: 'Rule {rule} fired ({about}): target {target}, due {dueAt}; {priority}, {plan}, tier {tier}.',
  },
  'escalation.fired_on_ticket': {
    de: 'Regel {rule} ausgelöst: {priority}, {plan}, Stufe {tier}.',
    en: 'Rule {rule} fired: {priority}, {plan}, tier {tier}.',
  },
  'escalation.fuse': {
    de: 'Sicherung: {firings} Auslösungen in einem Schritt, Regeln lösen einander aus.',
    en: 'Fuse: {firings} firings in one step, rules set each other off.',
  },
  'escalation.notice_skipped': {
    de: 'Kein zweiter Hinweis an den Kunden in diesem Schritt (Stufe {tier}).',
    en: 'No second notice to the customer in this step (tier {tier}).',
  },
  'change.undone': {
    de: 'Änderung {change} wird zurückgenommen.',
    en: 'Change {change} is taken back.',
  },
  'gate.facts_missing': {
    de: 'Übergabe {gate} noch nicht möglich. Es fehlt: {missing}.',
    en: 'Hand-over {gate} not possible yet. Missing: {missing}.',
  },
  'issue.closed': {
    de: 'Issue {issue} wurde geschlossen ({reason}). Bitte den Kunden informieren.',
    en: 'Issue {issue} was closed ({reason}). Please tell the customer.',
  },
  'issue.reopened': { de: 'Issue {issue} wurde wieder geöffnet.', en: 'Issue {issue} was reopened.' },
  'issue.cause': {
    de: 'Ursache des Fehlers in Issue {issue}: {cause}.',
    en: 'Cause of the bug in issue {issue}: {cause}.',
  },
  'issue.released': {
    de: 'Die Behebung von Issue {issue} ist ausgeliefert ({by}: {name}). Bitte den Kunden informieren.',
    en: 'The fix of issue {issue} is out ({by}: {name}). Please tell the customer.',
  },
  'issue.masked': {
    de: 'Issue wartet auf eine Person: {masked} geschwärzt.',
    en: 'The issue waits for a person: {masked} masked.',
  },
  'issue.similar': {
    de: 'Issue {issue} ist ähnlich ({score}): verknüpfen oder ein neues anlegen?',
    en: 'Issue {issue} is similar ({score}): link to it or open a new one?',
  },
  'issue.linked_similar': {
    de: 'Mit Issue {issue} verknüpft statt ein neues anzulegen: Ähnlichkeit {score}, verknüpft wird ab {threshold}.',
    en: 'Linked to issue {issue} instead of opening a new one: likeness {score}, links from {threshold} on.',
  },
  'issue.linked_by_hand': {
    de: 'Von Hand mit Issue {issue} verknüpft.',
    en: 'Linked to issue {issue} by hand.',
  },
  'issue.impact': {
    de: 'Wer von Issue {issue} betroffen ist, hat sich geändert ({plan}).',
    en: 'Who is affected by issue {issue} has changed ({plan}).',
  },
  'issue.commented': { de: 'Neuer Kommentar am Issue {issue}.', en: 'New comment on issue {issue}.' },
};
