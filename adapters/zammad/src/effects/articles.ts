import { hasMarker, withMarker } from '@stellwerk/adapter-kit';
import type { Applied, Found } from '@stellwerk/ports';
import { articleText } from '../messages.ts';
import type { Article } from '../schema.ts';
import type { EffectContext } from './effect-context.ts';

/** Writes an internal note, unless one with this marker stands there. */
export async function addNote(effect: EffectContext, text: string): Promise<Applied> {
  return write(effect, text, async () => ({ type: 'note', internal: true }));
}

/** Tells the customer: by e-mail where the ticket came by e-mail, else as a note that is public. */
export async function publicNotice(effect: EffectContext, text: string): Promise<Applied> {
  const { client, sendable, call } = effect;
  return write(effect, text, async () => {
    const ticket = await client.ticket(sendable.ticketId, call.signal);
    const customer = ticket.customer_id ? await client.user(ticket.customer_id, call.signal) : null;
    if (ticket.create_article_type !== 'email' || !customer?.email) return { type: 'note', internal: false };
    return { type: 'email', internal: false, to: customer.email, subject: ticket.title ?? '' };
  });
}

async function write(effect: EffectContext, text: string, shape: () => Promise<object>): Promise<Applied> {
  const { client, sendable, call } = effect;
  const there = await findArticle(effect);
  if (there.kind === 'present') return { outcome: 'unchanged', remoteRef: there.remoteRef, ownWrites: there.ownWrites };

  // plain text: the sanitiser has nothing to change in it
  const body = { ...(await shape()), content_type: 'text/plain', body: withMarker(text, sendable.marker) };
  const article = await client.createArticle(sendable.ticketId, body, call);
  return { outcome: 'done', ...reference(article) };
}

/** Looks through all articles of the ticket: a list from the database, not from the search index. */
export async function findArticle({ client, sendable, call }: EffectContext): Promise<Found> {
  const articles = await client.articles(sendable.ticketId, call.signal);
  const ours = articles.find((article) => hasMarker(articleText(article), sendable.marker));
  return ours ? { kind: 'present', ...reference(ours) } : { kind: 'absent' };
}

function reference({ id }: Article): { remoteRef: string; ownWrites: readonly string[] } {
  const key = `article:${id}`;
  return { remoteRef: key, ownWrites: [key] };
}
