import { WRITE_CLASSES } from '@stellwerk/core';
import { backfill, drainEffects, drainLanes, goLive } from '@stellwerk/runtime';
import { createWorkload } from '@stellwerk/simulators';
import { createSteppedClock, type DemoClock } from '../../packages/cli/src/demo/demo-clock.ts';
import type { Proof, ProofRow } from '../../tools/proof-kit.ts';
import { type LocalRig, startLocalRig } from './support/local-rig.ts';
import { atLeast, exactly } from './support/rows.ts';

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2026, 10, 24, 8);
const CONNECTIONS = ['desk', 'bugs'] as const;

/** 90 days of history read in shadow, then everything goes live: nothing is said of the past. With the guard off it is. */
export const proof: Proof = {
  name: 'going live',
  async run({ full }) {
    const tickets = full ? 1_500 : 150;
    return { rows: [...(await guarded(tickets)), await unguarded(tickets)] };
  },
};

async function guarded(tickets: number): Promise<readonly ProofRow[]> {
  const clock = createSteppedClock(BEGIN - 90 * DAY_MS);
  const rig = await open(clock, tickets, (policy) =>
    policy.replace(/^writes: .*$/m, '').replace(/^lateAfter: .*$/m, ''),
  );
  try {
    await readHistory(rig, clock);
    const wanted = await rig.product.installation.store.effects.counts();
    for (const connection of CONNECTIONS)
      await goLive(rig.product.installation.runtime, { connection, classes: WRITE_CLASSES, by: 'proof' });
    await send(rig, clock);
    const past = writtenOf(rig);
    clock.advanceTo(clock.now() + 60_000);
    newBug(rig);
    await readHistory(rig, clock);
    await send(rig, clock);
    const later = writtenOf(rig);
    return [
      atLeast('tickets in 90 days of history', rig.zammad.tickets().length, tickets / 2),
      atLeast('writes that the rules wanted in the past', (wanted.proposed ?? 0) + (wanted.past ?? 0), tickets / 2),
      exactly('notes about the past', past.notes, 0),
      exactly('issues about the past', past.issues, 0),
      exactly('other writes about the past', past.writes, 0),
      atLeast('notes about a bug of now', later.notes, 1),
      exactly('issues about a bug of now', later.issues, 1),
    ];
  } finally {
    await rig.stop();
  }
}

/** The control: live since the beginning of time, and nothing is ever late. */
async function unguarded(tickets: number): Promise<ProofRow> {
  const clock = createSteppedClock(BEGIN - 90 * DAY_MS);
  const rig = await open(clock, tickets / 5, (policy) => policy.replace('lateAfter: 30d', 'lateAfter: 9999d'));
  try {
    const { store } = rig.product.installation;
    for (const connection of CONNECTIONS)
      for (const writeClass of WRITE_CLASSES) {
        await store.connections.setMode(connection, writeClass, 'shadow', 'proof', 0);
        await store.connections.setMode(connection, writeClass, 'live', 'proof', 0);
      }
    await readHistory(rig, clock);
    await send(rig, clock);
    const { notes, issues } = writtenOf(rig);
    return atLeast('control: notes and issues about the past without the guard', notes + issues, 2);
  } finally {
    await rig.stop();
  }
}

function open(clock: DemoClock, tickets: number, edit: (policy: string) => string): Promise<LocalRig> {
  return startLocalRig(clock, 90, {
    edit,
    prepare: (zammad, github) => {
      const workload = createWorkload({ desks: [zammad], github, seed: 90, ticketsPerDay: tickets / 90 });
      for (const step of workload.historyUntil({ from: clock.now(), to: BEGIN, maxTickets: tickets })) {
        clock.advanceTo(step.at);
        step.run();
      }
      clock.advanceTo(BEGIN);
    },
  });
}

/** Rate limits pass because the clock moves on meanwhile. */
async function moving<T>(clock: DemoClock, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => clock.advanceTo(clock.now() + 500), 5);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function readHistory({ product }: LocalRig, clock: DemoClock): Promise<void> {
  const { runtime } = product.installation;
  return moving(clock, async () => {
    for (;;) {
      const { state } = await backfill(runtime, 'desk', { since: BEGIN - 100 * DAY_MS });
      if (state === 'complete') break;
    }
    while ((await runtime.store.lanes.nextReadyAt()) !== null) await drainLanes(runtime);
  });
}

function send({ product }: LocalRig, clock: DemoClock): Promise<void> {
  const { runtime } = product.installation;
  return moving(clock, async () => {
    for (const connection of CONNECTIONS) {
      while ((await runtime.store.effects.nextDueAt(connection)) !== null) await drainEffects(runtime, connection);
    }
  });
}

function newBug({ zammad }: LocalRig): void {
  const { id } = zammad.addCustomer({ name: 'Neue Kundin', email: 'neu@example.test' });
  const text = { subject: 'Export bricht ab', body: 'Seit eben.', tags: ['bug'] };
  zammad.createTicket({ requesterId: id, priority: 'P3', channel: 'email', group: '1st Level', ...text });
}

/** Counted at the providers, not in our own tables. */
function writtenOf({ zammad, github }: LocalRig) {
  const own = zammad.serviceAccount.id;
  const notes = zammad
    .tickets()
    .flatMap(({ messages }) => messages)
    .filter(({ author }) => author.kind === 'agent' && author.id === own).length;
  const wrote = [...zammad.requests, ...github.requests].filter(
    ({ method, path }) => method !== 'GET' && !path.includes('/search'),
  );
  const issues = github.issues().filter(({ body }) => /stellwerk:/.test(body)).length;
  return { notes, issues, writes: wrote.length };
}
