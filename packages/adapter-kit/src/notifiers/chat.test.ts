import { createWebhookSink } from '@stellwerk/simulators';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { notice } from '../testing/notice.ts';
import { createNotifier } from './notifier.ts';

const TOKEN = 'T0-secret-token';
const clock = createManualClock(1_764_000_000_000);
const sink = createWebhookSink({ now: clock.now, token: TOKEN });
beforeAll(() => sink.listen());
afterAll(() => sink.stop());
afterEach(() => sink.clearFaults());

const signal = new AbortController().signal;
const network = { allowPrivate: true, allowHttp: true, ca: null };

function notifier(token = TOKEN) {
  const channel = (_: string, kind: string) => ({ address: `${sink.url}/${kind}/${token}`, secret: null });
  return createNotifier({ connection: 'notify', clock, network, channel });
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('nothing failed'),
    (error: Error) => error,
  );
}

it('posts an adaptive card in a message, one run a line, the first bold', async () => {
  const text = 'Stellwerk · Stufe T2\nRegel *frist* ausgelöst.';

  await notifier().apply(notice('notify_teams', text), signal);

  expect(sink.posts.at(-1)?.path).toBe(`/teams/${TOKEN}`);
  expect(sink.posts.at(-1)?.body).toEqual({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            {
              type: 'RichTextBlock',
              inlines: [{ type: 'TextRun', text: 'Stellwerk · Stufe T2', weight: 'Bolder' }],
            },
            { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Regel *frist* ausgelöst.' }] },
          ],
        },
      },
    ],
  });
});

it('posts to Slack a text that can call nobody', async () => {
  await notifier().apply(notice('notify_slack', 'Gruppe <!channel> & <https://x.test|hier>'), signal);

  expect(sink.posts.at(-1)?.body).toEqual({
    text: 'Gruppe &lt;!channel&gt; &amp; &lt;https://x.test|hier&gt;',
  });
});

describe.each(['notify_teams', 'notify_slack'] as const)('%s', (kind) => {
  it('keeps its address out of every error', async () => {
    const gone = await failure(notifier('T0-removed').apply(notice(kind), signal));
    sink.inject({ on: /^POST/, kind: 'status', status: 500 });
    const broken = await failure(notifier().apply(notice(kind), signal));
    sink.inject({ on: /^POST/, kind: 'reset' });
    const reset = await failure(notifier().apply(notice(kind), signal));
    const channel = () => ({ address: 'not an address T0-typo', secret: null });
    const typo = await failure(
      createNotifier({ connection: 'notify', clock, network, channel }).apply(notice(kind), signal),
    );

    expect(gone).toMatchObject({ code: 'CONFIG_INVALID', path: 'contacts.lead.notify', retry: 'never' });
    expect(broken).toMatchObject({ code: 'TRANSIENT', ambiguous: true });
    expect(reset).toMatchObject({ code: 'TRANSIENT', ambiguous: true });
    expect(typo).toMatchObject({ code: 'CONFIG_INVALID' });
    for (const error of [gone, broken, reset, typo])
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/T0-/);
  });

  it('waits as long as it is asked to', async () => {
    sink.inject({ on: /^POST/, kind: 'status', status: 429, headers: { 'retry-after': '30' } });

    expect(await failure(notifier().apply(notice(kind), signal))).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 30,
    });
  });

  it('says so when the policy has no such channel any more', async () => {
    const none = createNotifier({ connection: 'notify', clock, network, channel: () => null });

    expect(await failure(none.apply(notice(kind), signal))).toMatchObject({ path: 'contacts.lead.notify' });
  });

  it('knows of nothing that has arrived: chats cannot be asked', async () => {
    expect(await notifier().find(notice(kind), signal)).toEqual({ kind: 'absent' });
  });
});
