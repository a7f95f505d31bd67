import { htmlToText } from '@stellwerk/adapter-kit';
import type { Actor, TicketEvent } from '@stellwerk/core';
import { channelOf } from './channel.ts';
import type { Article, HistoryRow } from './schema.ts';
import { eventMeta, type Story } from './story.ts';

/** One event for each article of this ticket's own. Texts become features and are dropped. */
export function messageEvents(story: Story): readonly TicketEvent[] {
  const rows = new Map<string, HistoryRow>();
  let hasAbsorbed = false;
  for (const row of story.history.history) {
    if (row.object === 'Ticket::Article' && row.type === 'created') rows.set(row.o_id, row);
    if (row.type === 'received_merge') hasAbsorbed = true;
  }

  return story.articles
    .filter((article) => {
      // a merge moves articles here, but their birth stays in the other ticket's history: they belong to its story
      return !hasAbsorbed || rows.has(String(article.id));
    })
    .map((article) => messageEvent(story, article, rows.get(String(article.id))));
}

function messageEvent(story: Story, article: Article, row: HistoryRow | undefined): TicketEvent {
  const actor = speaker(story, article, row);
  return {
    ...eventMeta(story, {
      key: `article:${article.id}`,
      at: article.created_at,
      seq: row?.id ?? 0,
      actor,
      channel: actor.kind === 'self' ? 'api' : channelOf(article.type),
    }),
    type: 'message',
    messageId: String(article.id),
    visibility: wasInternal(story, article) ? 'internal' : 'public',
    autoReply: isAutoReply(article),
    features: story.context.features(articleText(article)),
  };
}

/** Who speaks: an agent may write down what a customer said on the phone (`origin_by`). */
function speaker({ people, ticket }: Story, article: Article, row: HistoryRow | undefined): Actor {
  if (row?.sourceable_type === 'Trigger' || row?.sourceable_type === 'Job') return { kind: 'automation', ref: null };
  if (article.sender === 'System') return { kind: 'system', ref: null };
  const writer = people.actor(article.created_by_id);
  if (writer.kind === 'self' || article.sender !== 'Customer') return writer;
  const speaks = article.origin_by_id ?? (writer.kind === 'agent' ? ticket.customer_id : article.created_by_id);
  return speaks ? people.customer(speaks) : { kind: 'requester', ref: null };
}

/** Visibility at birth: a later change of it must not rewrite a fact. */
function wasInternal({ history }: Story, article: Article): boolean {
  const change = history.history.find(
    (row) => row.object === 'Ticket::Article' && row.o_id === String(article.id) && row.attribute === 'internal',
  );
  return change ? change.value_from === 'true' : article.internal;
}

function isAutoReply({ preferences }: Article): boolean {
  return preferences?.['is-auto-response'] === true;
}

/** An article's text without markup. */
export function articleText(article: Article): string {
  const body = article.body ?? '';
  return article.content_type === 'text/html' ? htmlToText(body) : body;
}
