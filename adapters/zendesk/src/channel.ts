import type { Channel } from '@stellwerk/core';

const CHANNEL_OF: Readonly<Record<string, Channel>> = {
  email: 'email',
  mail: 'email',
  web: 'web',
  web_form: 'web',
  web_service: 'api',
  web_widget: 'web',
  help_center: 'web',
  mobile: 'web',
  mobile_sdk: 'web',
  api: 'api',
  chat: 'chat',
  native_messaging: 'chat',
  messaging: 'chat',
  voice: 'phone',
  phone: 'phone',
  sms: 'phone',
  twitter: 'social',
  facebook: 'social',
  instagram_dm: 'social',
  whatsapp: 'social',
  line: 'social',
  any_channel: 'social',
};

/** The way that Zendesk's `via.channel` names. The official specification describes the names loosely. */
export function channelOf(name: string): Channel {
  return name.startsWith('answer_bot') ? 'bot' : (CHANNEL_OF[name] ?? 'unknown');
}
