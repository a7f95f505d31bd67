import type { DeskChannel } from '../desk.ts';
import type { ZendeskActing, ZendeskUser, ZendeskVia } from './model.ts';
import { SYSTEM_ID } from './state.ts';

const plain = (channel: string): ZendeskVia => ({ channel, source: { from: {}, to: {}, rel: null } });

const CHANNELS: Readonly<Record<DeskChannel, string>> = { email: 'email', web: 'web', phone: 'voice', chat: 'chat' };

/** What a customer's own message came by. */
export function customerVia(channel: DeskChannel, requester: ZendeskUser): ZendeskVia {
  if (channel !== 'email') return plain(CHANNELS[channel]);
  return {
    channel: 'email',
    source: {
      from: { address: requester.email, name: requester.name },
      to: { name: 'Support', address: 'support@acme.example' },
      rel: null,
    },
  };
}

/** The agents' own page. */
export const AGENT_VIA: ZendeskVia = plain('web');

/** A program with a token. */
export const API_VIA: ZendeskVia = plain('api');

export const BOT_VIA: ZendeskVia = plain('answer_bot_api');

/** A rule of the helpdesk: never a person, and no reply in the sense of a service level. */
export const RULE: ZendeskActing = {
  userId: SYSTEM_ID,
  via: { channel: 'rule', source: { from: { id: 451_001, title: 'Close or notify' }, to: {}, rel: 'automation' } },
};

const NAMES: Readonly<Record<string, string>> = {
  api: 'Web service',
  email: 'Mail',
  web: 'Web form',
  voice: 'Phone call (inbound)',
  chat: 'Chat',
  rule: 'Rule',
  answer_bot_api: 'Answer Bot API',
};

/** The ticket event export names channels in words. */
export const viaName = (via: ZendeskVia): string => NAMES[via.channel] ?? via.channel;
