import { Hono } from 'hono';
import type { ZendeskContext, ZendeskEnv } from '../http.ts';
import type { ZendeskAudit, ZendeskCommentEvent } from '../model.ts';
import { listPage } from '../paging.ts';
import { auditJson, commentJson } from '../shapes/audit.ts';
import { userJson } from '../shapes/people.ts';
import type { ZendeskState } from '../state.ts';
import { ticketParam } from './tickets.ts';

/** A ticket's comments and audits, and the audits of the whole account. */
export function historyRoutes(state: ZendeskState): Hono<ZendeskEnv> {
  const app = new Hono<ZendeskEnv>();

  app.get('/tickets/:id{[0-9]+}/comments', (c) => {
    const rows = commentsOf(state.auditsOf.get(ticketParam(state, c).id) ?? []);
    const ordered = descending(c) ? rows.reverse() : rows;
    const page = listPage(c, 'comments', ordered, ({ audit, event }) => commentJson(audit, event));
    if (c.req.query('include') !== 'users') return c.json(page);

    const authors = [...new Set(rows.map(({ event }) => event.authorId))].flatMap((id) => state.users.get(id) ?? []);
    return c.json({ ...page, users: authors.map((user) => userJson(user, c.get('base'))) });
  });

  app.get('/tickets/:id{[0-9]+}/audits', (c) => {
    const all = [...(state.auditsOf.get(ticketParam(state, c).id) ?? [])];
    const ordered = descending(c) ? all.reverse() : all;
    return c.json(listPage(c, 'audits', filtered(c, ordered), auditJson));
  });

  // Newest first, as the account-wide list is.
  app.get('/ticket_audits', (c) => c.json(listPage(c, 'audits', [...state.audits].reverse(), auditJson)));

  return app;
}

interface CommentRow {
  readonly id: number;
  readonly audit: ZendeskAudit;
  readonly event: ZendeskCommentEvent;
}

const commentsOf = (audits: readonly ZendeskAudit[]): CommentRow[] =>
  audits.flatMap((audit) =>
    audit.events.flatMap((event) => (event.type === 'Comment' ? [{ id: event.id, audit, event }] : [])),
  );

const descending = (c: ZendeskContext): boolean =>
  (c.req.query('sort') ?? '').startsWith('-') || c.req.query('sort_order') === 'desc';

/** `filter_events[]=Comment` keeps audits that have such an event. */
function filtered(c: ZendeskContext, audits: readonly ZendeskAudit[]): readonly ZendeskAudit[] {
  const wanted = c.req.queries('filter_events[]');
  if (!wanted) return audits;
  return audits.filter((audit) => audit.events.some((event) => wanted.includes(event.type)));
}
