import { createWorker } from '@stellwerk/runtime';
import { createInProcessRunner } from '@stellwerk/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Rig } from './desk.ts';
import { message, note, openRig, ScriptedDesk, START, scriptedEngine } from './desk.ts';

const HANGING = 40;

let rig: Rig;
const slow = new ScriptedDesk();
const hung: (() => void)[] = [];

/** A call that ends when the test says so. */
const hangs = async <T>(next: () => Promise<T>): Promise<T> => {
  await new Promise<void>((resolve) => void hung.push(resolve));
  return next();
};

beforeEach(async () => {
  rig = await openRig(
    scriptedEngine((events, { lane }) =>
      events.map(({ key, at }) => note(`n:${key}`, at, { connection: lane.connection })),
    ),
  );
  (rig.deps.connections as Map<string, ReturnType<ScriptedDesk['helpdesk']>>).set('slow', slow.helpdesk('slow'));
  for (const name of ['slow', 'acme']) {
    await rig.store.connections.ensure(name, 'scripted', START);
    await rig.store.connections.setMode(name, 'notes', 'live', 'test', START);
  }
});
afterEach(async () => {
  for (const end of hung.splice(0)) end();
  await rig.close();
});

async function hint(connection: string, ...ids: readonly string[]) {
  const subjects = ids.map((id) => ({
    subject: { kind: 'ticket', id } as const,
    key: `${connection}:${id}:${Math.random()}`,
  }));
  await rig.store.lanes.appendHints({ connection, subjects, cursor: null, now: rig.clock.now() });
}

function startWorker() {
  const runner = createInProcessRunner(rig.clock);
  return createWorker({ ...rig.deps, runner, retention: { events: 1, attempts: 1, audit: 1, bodies: 1 } });
}

it('tickets of a helpdesk that hangs hold up none of another one', async () => {
  const ids = Array.from({ length: HANGING }, (_, n) => `s${n}`);
  for (const id of ids) slow.put(id, message(`m${id}`, START));
  slow.fetchSteps = ids.map(() => hangs);
  await hint('slow', ...ids);
  const worker = startWorker();
  await worker.start();
  // more than one turn of the event loop later every slot that it may have hangs in it
  await vi.waitFor(() => expect(hung.length).toBeGreaterThanOrEqual(rig.deps.settings.laneWidth / 2));

  rig.desk.put('quick', message('q', START));
  await hint('acme', 'quick');

  await vi.waitFor(() => expect(rig.desk.written.map(({ ticketId }) => ticketId)).toEqual(['quick']), 5_000);
  expect(hung.length).toBe(rig.deps.settings.laneWidth / 2);
  expect(slow.written).toEqual([]);
  for (const end of hung.splice(0)) end();
  slow.fetchSteps = [];
  await vi.waitFor(() => expect(slow.written).toHaveLength(HANGING), 15_000);
  await worker.stop();
});

it('a helpdesk that hangs in each write holds up no writes of another one', async () => {
  const ids = Array.from({ length: HANGING }, (_, n) => `w${n}`);
  slow.fetchSteps = [];
  for (const id of ids) slow.put(id, message(`m${id}`, START));
  slow.applySteps = ids.map(() => hangs);
  await hint('slow', ...ids);
  const worker = startWorker();
  await worker.start();
  await vi.waitFor(() => expect(hung).toHaveLength(1));
  const before = slow.written.length;

  rig.desk.put('quick', message('q', START));
  await hint('acme', 'quick');

  await vi.waitFor(() => expect(rig.desk.written.map(({ ticketId }) => ticketId)).toEqual(['quick']), 5_000);
  expect(slow.written).toHaveLength(before);
  slow.applySteps = [];
  for (const end of hung.splice(0)) end();
  await worker.stop();
});
