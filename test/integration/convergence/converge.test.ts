import { hubspotAdapter } from '@stellwerk/adapter-hubspot';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { zendeskAdapter } from '@stellwerk/adapter-zendesk';
import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import type { SimulatedDesk, Simulator } from '@stellwerk/simulators';
import { createHubspotSimulator, createZammadSimulator, createZendeskSimulator, noWait } from '@stellwerk/simulators';
import { signedTestContext, TEST_SECRET } from '@stellwerk/testkit';
import { describe, expect, it } from 'vitest';
import { type FaultRig, openFaultRig } from '../faults/rig.ts';
import { tablesOf } from '../faults/tables.ts';
import { createDay, MINUTES } from './day.ts';
import { openReceiver } from './receiver.ts';

const MINUTE = 60_000;
const POLL_EVERY = 5;

interface Desk {
  readonly name: string;
  readonly factory: HelpdeskAdapterFactory;
  readonly make: (now: () => number) => Simulator & SimulatedDesk;
  readonly config: (url: string) => unknown;
}

const DESKS: readonly Desk[] = [
  {
    name: 'Zendesk',
    factory: zendeskAdapter,
    make: (now) => createZendeskSimulator({ now, token: 't' }),
    config: (url) => ({ kind: 'zendesk', url, auth: { kind: 'oauth', token: 't' } }),
  },
  {
    name: 'Zammad',
    factory: zammadAdapter,
    make: (now) => createZammadSimulator({ now, token: 't', wait: noWait }),
    config: (url) => ({ kind: 'zammad', url, token: 't' }),
  },
  {
    name: 'HubSpot',
    factory: hubspotAdapter,
    make: (now) => createHubspotSimulator({ now, rateNow: now, token: 't', wait: noWait }),
    config: (url) => ({ kind: 'hubspot', url, token: 't' }),
  },
];

/** How we hear of changes. `lossy`: one webhook of ten is lost, and all of the last ten minutes. */
interface Hearing {
  readonly webhooks: 'none' | 'all' | 'lossy';
  readonly poll: boolean;
}

/** Lives through the day and tells how every ticket stands in our tables. */
async function live({ factory, make, config }: Desk, hearing: Hearing): Promise<readonly unknown[]> {
  const rig = await openFaultRig();
  const simulator = make(rig.clock.now);
  const url = await simulator.listen();
  const adapter = factory.create(config(url), signedTestContext(rig.clock));
  await rig.connect({ kind: 'helpdesk', name: 'desk', adapter });
  const receiver = await openReceiver(rig, adapter);
  if (hearing.webhooks !== 'none') simulator.setWebhook({ url: receiver.url, secret: TEST_SECRET });
  const day = createDay(simulator);
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const silent = minute >= MINUTES - 10;
    if (hearing.webhooks === 'lossy') simulator.setWebhookChaos({ drop: silent ? 1 : 0.1 });
    day(minute);
    await simulator.webhooksSettled();
    await rig.settle();
    rig.clock.advance(MINUTE);
    if (hearing.poll && minute % POLL_EVERY === POLL_EVERY - 1) await rig.compare('desk');
  }
  // sources tell of the newest minutes late
  rig.clock.advance(POLL_EVERY * MINUTE);
  if (hearing.poll) await rig.compare('desk');
  const stories = await storiesOf(rig, simulator);
  await simulator.stop();
  await receiver.close();
  await rig.close();
  return stories;
}

async function storiesOf(rig: FaultRig, simulator: SimulatedDesk): Promise<readonly unknown[]> {
  await rig.settle();
  const stories: unknown[] = [];
  for (const { id, group, priority, messages } of simulator.tickets()) {
    const { story } = await tablesOf(rig, `desk:ticket:${id}`);
    const row = (await rig.store.lanes.list({ limit: 100 })).find(({ ticketId }) => ticketId === id);
    const asThere = row?.group === group && row.priority === priority;
    const heard = (story as { type: string }[]).filter(({ type }) => type === 'message').length;
    stories.push({ asThere, unheard: messages.length - heard, status: row?.status, tier: row?.tier, story });
  }
  return stories;
}

describe.each(DESKS)('$name', (desk) => {
  it('by webhooks alone, by polls alone, and by both with webhooks lost, every ticket ends as at the source', async () => {
    const { webhooks } = desk.factory.manifest.capabilities;
    const byPoll = await live(desk, { webhooks: 'none', poll: true });
    // where webhooks do not tell all, they only make it sooner
    const byWebhook = await live(desk, { webhooks: 'all', poll: webhooks?.value !== true });
    const mixed = await live(desk, { webhooks: 'lossy', poll: true });

    expect(byPoll).toHaveLength(10);
    expect(byPoll).toEqual(byPoll.map(() => expect.objectContaining({ asThere: true })));
    expect(byWebhook).toEqual(byPoll);
    expect(mixed).toEqual(byPoll);
  });

  it('without the polls the lost webhooks are missed', async () => {
    const whole = await live(desk, { webhooks: 'none', poll: true });

    expect(await live(desk, { webhooks: 'lossy', poll: false })).not.toEqual(whole);
  });
});
