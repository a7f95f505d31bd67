import { type JsonObject, stamp } from '../http.ts';
import type { ZendeskRating, ZendeskTicket } from '../model.ts';
import { BRAND_ID, FORM_ID, type ZendeskState } from '../state.ts';

export function ticketJson(state: ZendeskState, ticket: ZendeskTicket, base: string): JsonObject {
  const fields = [...ticket.fields].map(([id, value]) => ({ id, value }));
  const rating = state.ratings.findLast((each) => each.ticketId === ticket.id);
  return {
    url: `${base}/tickets/${ticket.id}.json`,
    id: ticket.id,
    external_id: ticket.externalId,
    via: ticket.via,
    created_at: stamp(ticket.createdAt),
    updated_at: stamp(ticket.updatedAt),
    generated_timestamp: Math.floor(ticket.generatedAt / 1000),
    type: ticket.type,
    subject: ticket.subject,
    raw_subject: ticket.subject,
    description: ticket.description,
    priority: ticket.priority,
    status: ticket.status,
    recipient: null,
    requester_id: ticket.requesterId,
    submitter_id: ticket.submitterId,
    assignee_id: ticket.assigneeId,
    organization_id: ticket.organizationId,
    group_id: ticket.groupId,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: ticket.isPublic,
    due_at: null,
    tags: ticket.tags,
    custom_fields: fields,
    satisfaction_rating: rating ? { score: ticket.score, id: rating.id, comment: null } : { score: ticket.score },
    sharing_agreement_ids: [],
    custom_status_id: ticket.customStatusId,
    encoded_id: `ST-${ticket.id.toString(36).toUpperCase()}`,
    fields,
    followup_ids: [],
    ticket_form_id: FORM_ID,
    brand_id: BRAND_ID,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: false,
    support_type: 'agent',
  };
}

export function ratingJson(state: ZendeskState, rating: ZendeskRating, base: string): JsonObject {
  const ticket = state.tickets.get(rating.ticketId);
  return {
    url: `${base}/satisfaction_ratings/${rating.id}.json`,
    id: rating.id,
    ticket_id: rating.ticketId,
    score: rating.score,
    comment: null,
    reason: null,
    assignee_id: ticket?.assigneeId ?? null,
    group_id: ticket?.groupId ?? null,
    requester_id: ticket?.requesterId ?? null,
    created_at: stamp(rating.at),
    updated_at: stamp(rating.at),
  };
}
