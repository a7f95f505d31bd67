import type { ZendeskActing, ZendeskTicket, ZendeskVia } from './model.ts';
import type { ZendeskState } from './state.ts';
import { cleanTags } from './tags.ts';
import { changeTicket } from './ticket-change.ts';

/** Merges as an agent does: the target gets a note, the source ends closed with the tag `closed_by_merge`. */
export function mergeTickets(
  state: ZendeskState,
  source: ZendeskTicket,
  target: ZendeskTicket,
  acting: ZendeskActing,
): void {
  const told = `Request #${source.id} "${source.subject}" was closed and merged into this request.`;
  changeTicket(state, target, { comment: { body: told, public: false } }, withRel(acting, source, 'from'));

  const tags = cleanTags([...source.tags, 'closed_by_merge']);
  const body = `This request was closed and merged into request #${target.id} "${target.subject}".`;
  const change = { status: 'closed', tags, mergedInto: target.id, comment: { body, public: false } } as const;
  changeTicket(state, source, change, withRel(acting, target, 'to'));
}

function withRel(acting: ZendeskActing, other: ZendeskTicket, side: 'from' | 'to'): ZendeskActing {
  const where = { ticket_id: other.id, subject: other.subject };
  const source = { from: side === 'from' ? where : {}, to: side === 'to' ? where : {}, rel: 'merge' };
  const via: ZendeskVia = { channel: acting.via.channel, source };
  return { userId: acting.userId, via };
}
