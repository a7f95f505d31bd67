import type { NotifierWrite } from '@stellwerk/core';
import { ConfigError, type EffectTarget, type Sendable } from '@stellwerk/ports';
import { createTransport } from '../transport.ts';
import { chatPost } from './chat.ts';
import { createMailSender } from './mail.ts';
import type { ChannelAddress, NotifierOptions } from './options.ts';
import { post } from './post.ts';
import { webhookPost } from './webhook.ts';

/**
 * Tells people outside the helpdesk: by signed webhook, Teams, Slack or mail, as the effect's kind says. None of them can
 * be asked what has arrived, so `find` knows of nothing; every try of one effect says the same under the same id.
 */
export function createNotifier(options: NotifierOptions): EffectTarget<NotifierWrite> {
  const transport = createTransport(options);
  const sendMail = createMailSender(options);

  return {
    async apply(sendable, signal) {
      const { write } = sendable.effect;
      const to = addressOf(options, write);
      if (write.kind === 'notify_email') return done(await sendMail(write, sendable, to, signal));

      const request = write.kind === 'notify_webhook' ? webhookPost(options, sendable, to) : chatPost(write, sendable);
      await post(options, transport, { contact: write.contact, url: to.address, ...request }, signal);
      return done(request.id);
    },
    async find() {
      return { kind: 'absent' };
    },
  };
}

function done(remoteRef: string): Awaited<ReturnType<EffectTarget['apply']>> {
  return { outcome: 'done', remoteRef, ownWrites: [] };
}

function addressOf({ channel }: NotifierOptions, write: Sendable<NotifierWrite>['effect']['write']): ChannelAddress {
  const { contact, channel: index } = write;
  const kind = KINDS[write.kind];
  const found = channel(contact, kind, index);
  if (found) return found;
  throw new ConfigError(`contacts.${contact}.notify`, `has no ${kind} channel any more: this message cannot be sent`);
}

const KINDS = {
  notify_webhook: 'webhook',
  notify_email: 'email',
  notify_teams: 'teams',
  notify_slack: 'slack',
} as const;
