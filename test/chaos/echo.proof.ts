import type { Proof, ProofRow } from '../../tools/proof-kit.ts';
import { answeringBot } from './support/answering-bot.ts';
import { startLocalRig } from './support/local-rig.ts';
import { createRandom, pause } from './support/random.ts';
import { untilAtRest } from './support/rest.ts';
import { atLeast, atMost, exactly } from './support/rows.ts';
import { createScaledClock } from './support/scaled-clock.ts';
import { createTicketPlay } from './support/tickets.ts';

const SCALE = 20;

/** Our own writes come back as webhooks and decide nothing; a second bot that answers each note is stopped by the fuse. */
export const proof: Proof = {
  name: 'echoes and loops',
  async run({ full }) {
    return { rows: [...(await echo(full ? 200 : 40)), ...(await loop())] };
  },
};

/** People work, we write, the helpdesk tells us of our own writes: each wanted end is written once and nothing follows. */
async function echo(steps: number): Promise<readonly ProofRow[]> {
  const rig = await startLocalRig(createScaledClock(Date.now(), SCALE), 3);
  try {
    const { hooks } = await rig.product.serve({ gateway: true, worker: true });
    rig.connect(hooks);
    const play = createTicketPlay(rig.zammad, createRandom(3));
    for (let n = 0; n < steps; n += 1) {
      play.step();
      await pause(5);
    }
    const { store } = rig.product.installation;
    await untilAtRest(store, [rig.zammad, rig.github]);
    const writes = writesOf(rig.zammad.requests) + writesOf(rig.github.requests);
    const effects = await store.effects.list({ states: ['done'], limit: 10_000 });
    await pause(1_000); // 20 s of the proof's clock in which an echo could start something
    await untilAtRest(store, [rig.zammad, rig.github]);
    const events = await ownEvents(rig.product.installation.store, play.tickets);
    const notes = rig.zammad.tickets().map(({ messages }) => messages.filter((each) => !each.public).length);
    return [
      atLeast('own writes that came back as events', events, play.bugs.size),
      atLeast('bugs', play.bugs.size, steps / 5),
      exactly('issues', rig.github.issues().length, play.bugs.size),
      exactly(
        'internal notes',
        notes.reduce((sum, n) => sum + n, 0),
        play.bugs.size,
      ),
      atMost('most notes in one ticket', Math.max(...notes), 1),
      exactly('effects after everything was at rest', (await count(store)) - effects.length, 0),
      exactly('writes after that', writesOf(rig.zammad.requests) + writesOf(rig.github.requests) - writes, 0),
    ];
  } finally {
    await rig.stop();
  }
}

type Store = Awaited<ReturnType<typeof startLocalRig>>['product']['installation']['store'];

async function count(store: Store): Promise<number> {
  return (await store.effects.list({ states: ['done'], limit: 10_000 })).length;
}

async function ownEvents(store: Store, tickets: readonly string[]): Promise<number> {
  let own = 0;
  for (const id of tickets) {
    const events = await store.lanes.events(`desk:ticket:${id}`);
    own += events.filter(({ actor, provenance }) => actor.kind === 'self' && provenance !== 'engine').length;
  }
  return own;
}

function writesOf(requests: readonly { readonly method: string }[]): number {
  return requests.filter(({ method }) => method !== 'GET').length;
}

/** Rules gone wrong answer every message, and another bot answers every note of ours. */
async function loop(): Promise<readonly ProofRow[]> {
  const clock = createScaledClock(Date.now(), SCALE);
  const rig = await startLocalRig(clock, 4);
  try {
    const { hooks } = await rig.product.serve({ gateway: true, worker: true }, answeringBot);
    rig.connect(hooks);
    const customer = rig.zammad.addCustomer({ name: 'Karl Kunde', email: 'karl@example.test' });
    const open = (subject: string): string =>
      rig.zammad.createTicket({
        requesterId: customer.id,
        subject,
        body: 'Hello',
        priority: 'P3',
        channel: 'email',
        group: '1st Level',
      });
    const looped = open('answered by a bot');
    const notes = (id: string): number =>
      rig.zammad.ticket(id)?.messages.filter((each) => !each.public && each.body.startsWith('answer')).length ?? 0;
    const bot = setInterval(() => {
      const last = rig.zammad.ticket(looped)?.messages.at(-1);
      if (last?.body.startsWith('answer')) rig.zammad.message(looped, { kind: 'bot' }, 'I am a bot too.');
    }, 10);
    const begun = clock.now();
    const { store } = rig.product.installation;
    while ((await store.admin.audits(50)).every(({ action }) => action !== 'lane.loop_fuse')) {
      if (clock.now() - begun > 600_000) break;
      await pause(20);
    }
    clearInterval(bot);
    const other = open('of a person');
    for (let n = 0; n < 250 && notes(other) === 0; n += 1) await pause(20);
    const alerts = (await store.admin.audits(50)).filter(({ action }) => action === 'lane.loop_fuse').length;
    return [
      atLeast('loop: notes before the fuse', notes(looped), 2),
      atMost('loop: effects in 10 min', notes(looped), 20),
      exactly('loop: alerts raised', alerts, 1),
      atMost('loop: minutes it took', Math.round((clock.now() - begun) / 60_000), 10),
      exactly('loop: notes in another ticket afterwards', notes(other), 1),
    ];
  } finally {
    await rig.stop();
  }
}
