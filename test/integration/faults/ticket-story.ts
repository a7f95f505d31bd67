import type { TicketEvent } from '@stellwerk/core';

/** The first event of a ticket that somebody wrote about. */
export function created(ticketId: string, at: number): TicketEvent {
  return {
    type: 'created',
    key: `created:${ticketId}`,
    at,
    seq: 0,
    observedAt: at,
    actor: { kind: 'requester', ref: null },
    channel: 'email',
    provenance: 'webhook',
    status: { class: 'new', raw: 'new' },
    priority: { value: 'P3', raw: 'normal' },
    group: null,
    assignee: null,
    requester: null,
    organisation: null,
    tags: [],
    fields: {},
    tier: null,
    brand: null,
    features: null,
    number: ticketId,
    url: null,
  };
}
