import type { Text } from '../errors.ts';
import type { ActorKind } from '../model/actor.ts';
import type { EventType } from '../model/event.ts';

/** What happened, as people say it. */
export const EVENTS: Readonly<Record<EventType, Text>> = {
  created: { de: 'Ticket eröffnet', en: 'ticket opened' },
  message: { de: 'Nachricht', en: 'message' },
  status_changed: { de: 'Status geändert', en: 'status changed' },
  priority_changed: { de: 'Priorität geändert', en: 'priority changed' },
  group_changed: { de: 'Gruppe geändert', en: 'group changed' },
  assignee_changed: { de: 'Zuweisung geändert', en: 'assignee changed' },
  tags_changed: { de: 'Tags geändert', en: 'tags changed' },
  field_changed: { de: 'Feld geändert', en: 'field changed' },
  organisation_changed: { de: 'Organisation geändert', en: 'organisation changed' },
  requester_changed: { de: 'Kunde geändert', en: 'requester changed' },
  tier_changed: { de: 'Stufe geändert', en: 'tier changed' },
  rated: { de: 'Bewertung', en: 'rating' },
  merged: { de: 'mit anderem Ticket zusammengeführt', en: 'merged into another ticket' },
  absorbed: { de: 'anderes Ticket aufgenommen', en: 'took in another ticket' },
  deleted: { de: 'gelöscht', en: 'deleted' },
  restored: { de: 'wiederhergestellt', en: 'restored' },
  marked_spam: { de: 'als Spam markiert', en: 'marked as spam' },
  time_logged: { de: 'Zeit erfasst', en: 'time logged' },
  issue_linked: { de: 'Issue verknüpft', en: 'issue linked' },
  issue_held: { de: 'Issue angehalten', en: 'issue held back' },
  issue_state_changed: { de: 'Issue geöffnet oder geschlossen', en: 'issue opened or closed' },
  issue_labelled: { de: 'Label am Issue geändert', en: 'label of the issue changed' },
  issue_released: { de: 'Behebung ausgeliefert', en: 'fix released' },
  issue_commented: { de: 'Kommentar am Issue', en: 'comment on the issue' },
  proposal_accepted: { de: 'Vorschlag angenommen', en: 'proposal accepted' },
  proposal_dismissed: { de: 'Vorschlag verworfen', en: 'proposal dismissed' },
};

/** Who did it, as people say it. */
export const ACTORS: Readonly<Record<ActorKind, Text>> = {
  requester: { de: 'Kunde', en: 'requester' },
  end_user: { de: 'Endnutzer', en: 'end user' },
  agent: { de: 'Agent', en: 'agent' },
  light_agent: { de: 'eingeschränkter Agent', en: 'light agent' },
  bot: { de: 'Bot', en: 'bot' },
  automation: { de: 'Regel des Helpdesks', en: 'rule of the helpdesk' },
  system: { de: 'Helpdesk', en: 'helpdesk' },
  self: { de: 'Stellwerk', en: 'Stellwerk' },
  unknown: { de: 'unbekannt', en: 'unknown' },
};
