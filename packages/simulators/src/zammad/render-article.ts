import { messageDigest } from './articles.ts';
import type { Json, ZammadArticle } from './model.ts';
import { articleTypeName, senderName } from './names.ts';
import type { ZammadStore } from './state.ts';

/** An article. As an asset it carries ids only; everywhere else names stand beside them. */
export function renderArticle(store: ZammadStore, article: ZammadArticle, shape: 'asset' | 'named'): Json {
  const bare: Json = {
    id: article.id,
    ticket_id: article.ticket_id,
    type_id: article.type_id,
    sender_id: article.sender_id,
    detected_language: null,
    from: article.from,
    to: article.to,
    cc: article.cc,
    subject: article.subject,
    reply_to: null,
    message_id: article.message_id,
    message_id_md5: messageDigest(article.message_id),
    in_reply_to: null,
    content_type: article.content_type,
    body: article.body,
    internal: article.internal,
    preferences: {},
    updated_by_id: article.updated_by_id,
    created_by_id: article.created_by_id,
    origin_by_id: article.origin_by_id,
    created_at: article.created_at,
    updated_at: article.updated_at,
    attachments: [],
  };
  if (shape === 'asset') return bare;

  const login = (id: number): string => store.users.need(id).login;
  return {
    ...bare,
    created_by: login(article.created_by_id),
    updated_by: login(article.updated_by_id),
    type: articleTypeName(article.type_id),
    sender: senderName(article.sender_id),
    ...(article.origin_by_id === null ? {} : { origin_by: login(article.origin_by_id) }),
    time_unit: null,
  };
}
