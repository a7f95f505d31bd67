/** Events of an account that the history of a ticket has something to say about (developer.zendesk.com, "Ticket events"). */
export const TICKET_EVENTS: readonly string[] = [
  'agent_assignment_changed',
  'brand_changed',
  'comment_added',
  'comment_made_private',
  'comment_redacted',
  'created',
  'custom_field_changed',
  'custom_status_changed',
  'form_changed',
  'group_assignment_changed',
  'marked_as_spam',
  'merged',
  'organization_changed',
  'permanently_deleted',
  'priority_changed',
  'requester_changed',
  'soft_deleted',
  'status_changed',
  'subject_changed',
  'tags_changed',
  'type_changed',
  'undeleted',
].map((name) => `zen:event-type:ticket.${name}`);

/** The kind of webhook that a trigger calls; it cannot be mixed with events, nor changed later. */
export const CALLED_BY_TRIGGER = 'conditional_ticket_events';
