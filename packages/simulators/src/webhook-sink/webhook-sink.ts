import { Hono } from 'hono';
import { createSimulatorServer, type SimulatorServer } from '../shared/server.ts';

/** What was posted to the sink. */
export interface SunkPost {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Receivers of posts on loopback: `/teams/<token>`, `/slack/<token>` and `/hook`. */
export interface WebhookSink extends Pick<SimulatorServer, 'url' | 'listen' | 'stop' | 'inject' | 'clearFaults'> {
  /** What was taken in, oldest first. */
  readonly posts: readonly SunkPost[];
}

export interface WebhookSinkOptions {
  readonly now: () => number;
  /** Last part of the addresses that exist; any other is answered as the product does for a removed webhook. */
  readonly token: string;
}

/** Makes the sink. It refuses what Teams workflows and Slack would refuse, in their words. */
export function createWebhookSink({ now, token }: WebhookSinkOptions): WebhookSink {
  const posts: SunkPost[] = [];
  const app = new Hono();
  app.post('*', async (c) => {
    const body: unknown = await c.req.json().catch(() => null);
    const [, product = '', given = ''] = c.req.path.split('/');
    const [status, text] = answerOf(product, given === token, body);
    if (status < 300) posts.push({ path: c.req.path, headers: c.req.header(), body });
    return status === 204 ? c.body(null, status) : c.body(text, status);
  });
  const server = createSimulatorServer({ app, options: { now, token } });
  return Object.defineProperty({ ...server, posts } as WebhookSink, 'url', { get: () => server.url });
}

type Answer = readonly [status: 200 | 202 | 204 | 400 | 404, text: string];

function answerOf(product: string, known: boolean, body: unknown): Answer {
  if (product === 'hook') return [204, ''];
  if (product === 'slack') return known ? slackAnswer(body) : [404, 'no_service'];
  if (product !== 'teams' || !known) return [404, 'WorkflowNotFound'];
  return isCardMessage(body) ? [202, ''] : [400, 'TriggerInputSchemaMismatch'];
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: `ok`, or the reason as plain text. */
function slackAnswer(body: unknown): Answer {
  if (!isRecord(body)) return [400, 'invalid_payload'];
  return typeof body.text === 'string' && body.text !== '' ? [200, 'ok'] : [400, 'no_text'];
}

/** A workflow posts messages whose attachments are adaptive cards; anything else fails in the flow. */
function isCardMessage(body: unknown): boolean {
  if (!isRecord(body) || body.type !== 'message' || !Array.isArray(body.attachments)) return false;
  return body.attachments.every(
    (attachment) =>
      isRecord(attachment) &&
      attachment.contentType === 'application/vnd.microsoft.card.adaptive' &&
      isRecord(attachment.content) &&
      attachment.content.type === 'AdaptiveCard' &&
      Array.isArray(attachment.content.body),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
