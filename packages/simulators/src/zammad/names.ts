import { ARTICLE_TYPES, SENDERS } from './model.ts';

/** Name of an article type by id. */
export const articleTypeName = (id: number): string => ARTICLE_TYPES[id - 1] ?? 'note';

/** Name of an article sender by id. */
export const senderName = (id: number): string => SENDERS[id - 1] ?? 'System';
