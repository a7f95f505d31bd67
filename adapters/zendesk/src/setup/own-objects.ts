import { hasSetupMark, setupMark } from '@stellwerk/adapter-kit';
import type { ReadParts } from '../read-ticket.ts';
import { listAll } from './lists.ts';
import { SigningSecret, Trigger, Webhook } from './schema.ts';

/** What reading and writing settings needs. */
export type SetupParts = Pick<ReadParts, 'client' | 'config' | 'context'>;

/** Webhooks have no note of their own: the mark stands in the name. */
export const nameOf = (connection: string): string => `Stellwerk [${setupMark(connection)}]`;

/** Our webhooks. More than one stands there only after an answer got lost. */
export async function ourWebhooks({ client, context }: SetupParts, signal: AbortSignal): Promise<readonly Webhook[]> {
  const all = await listAll(client, ['webhooks'], Webhook, signal);
  return all.filter(({ name }) => hasSetupMark(name, context.connection));
}

/** Our triggers, by title or description. */
export async function ourTriggers({ client, context }: SetupParts, signal: AbortSignal): Promise<readonly Trigger[]> {
  const all = await listAll(client, ['triggers'], Trigger, signal);
  return all.filter(({ title, description }) =>
    [title, description].some((text) => hasSetupMark(text, context.connection)),
  );
}

/** The secret that the account signs this webhook's deliveries with. */
export async function signingSecret({ client }: SetupParts, webhookId: string, signal: AbortSignal): Promise<string> {
  const { data } = await client.read(['webhooks', webhookId, 'signing_secret'], {}, SigningSecret, signal);
  return data.signing_secret.secret;
}
