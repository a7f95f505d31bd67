import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWebhookSink } from './webhook-sink.ts';

const sink = createWebhookSink({ now: Date.now, token: 'T1' });
beforeAll(() => sink.listen());
afterAll(() => sink.stop());

const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.4', body: [] },
};

it.each([
  ['/slack/T1', { text: 'x' }, 200],
  ['/slack/T1', { text: '' }, 400],
  ['/slack/T2', { text: 'x' }, 404],
  ['/teams/T1', { type: 'message', attachments: [card] }, 202],
  ['/teams/T1', { text: 'x' }, 400],
  ['/teams/T1', { type: 'message', attachments: [{ contentType: 'text/plain', content: 'x' }] }, 400],
  ['/teams/T2', { type: 'message', attachments: [card] }, 404],
  ['/hook', { any: 'thing' }, 204],
])('%s answers %j with %i', async (path, body, status) => {
  const before = sink.posts.length;

  const answer = await fetch(sink.url + path, { method: 'POST', body: JSON.stringify(body) });

  expect(answer.status).toBe(status);
  expect(sink.posts.length - before).toBe(status < 300 ? 1 : 0);
});
