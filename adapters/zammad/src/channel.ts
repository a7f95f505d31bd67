import type { Channel } from '@stellwerk/core';

const CHANNEL_OF: Readonly<Record<string, Channel>> = {
  email: 'email',
  phone: 'phone',
  fax: 'phone',
  web: 'web',
  note: 'web',
  chat: 'chat',
  sms: 'chat',
  telegram_personal_message: 'chat',
  whatsapp_message: 'chat',
};

/** Our channel for one of Zammad's article types. */
export function channelOf(type: string | null | undefined): Channel {
  if (!type) return 'unknown';
  if (/^(?:twitter|facebook)/.test(type)) return 'social';
  return CHANNEL_OF[type] ?? 'unknown';
}
