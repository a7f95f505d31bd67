import { AuthExpired } from '@stellwerk/ports';
import { createWorker, drainLanes } from '@stellwerk/runtime';
import { createInProcessRunner } from '@stellwerk/store';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Rig } from './desk.ts';
import { message, note, openRig, START, scriptedEngine } from './desk.ts';

const DAY = 86_400_000;
const retention = { events: 400, attempts: 30, audit: 365, bodies: 0 };

let rig: Rig;
let errors: unknown[];
beforeEach(async () => {
  rig = await openRig(scriptedEngine((events) => events.map(({ key, at }) => note(`note:${key}`, at))));
  await rig.live('notes');
  errors = [];
});
afterEach(async () => {
  await rig.close();
  expect(errors).toEqual([]);
});

function workerOf() {
  const runner = createInProcessRunner(rig.clock, { onError: (error) => void errors.push(error) });
  return createWorker({ ...rig.deps, runner, retention });
}

const written = () => rig.desk.written.map(({ effect }) => effect.key);

it('goes from a hint to the write by itself, and stops', async () => {
  const worker = workerOf();
  await worker.start();

  rig.desk.put('7', message('a', START));
  await rig.hint('7');
  await vi.waitFor(() => expect(written()).toEqual(['note:a']));
  await worker.stop();
  rig.desk.put('7', message('b', START));
  await rig.hint('7');
  rig.clock.advance(60_000);

  expect(written()).toEqual(['note:a']);
});

it('finds at its start what was left by the one before', async () => {
  rig.desk.put('7', message('a', START));
  await rig.hint('7');
  await drainLanes(rig.deps);

  const worker = workerOf();
  await worker.start();
  await vi.waitFor(() => expect(written()).toEqual(['note:a']));
  await worker.stop();
});

it('comes back to an effect when its wait is over', async () => {
  const worker = workerOf();
  await worker.start();
  rig.desk.applySteps.push(async () => {
    throw new TypeError('unclear');
  });
  rig.desk.put('7', message('a', START));
  await rig.hint('7');
  await vi.waitFor(async () => expect((await rig.store.effects.counts()).unknown).toBe(1));

  await vi.waitFor(() => {
    rig.clock.advance(5_000);
    expect(written()).toEqual(['note:a']);
  });
  await worker.stop();
});

it('compares with the source every five minutes and finds what no webhook told', async () => {
  const worker = workerOf();
  await worker.start();
  rig.desk.put('7', message('a', START));
  rig.desk.pages = [{ ticketIds: ['7'], cursor: 'c1', progress: 1 }];

  rig.clock.advance(299_000);
  await new Promise(setImmediate);
  const early = written();
  rig.clock.advance(1_000);
  await vi.waitFor(() => expect(written()).toEqual(['note:a']));
  await worker.stop();

  expect(early).toEqual([]);
  expect(rig.counted.get('reconcile_found_total')).toBe(1);
});

it('lets a connection go on whose credentials were renewed, and ends proposals nobody looked at', async () => {
  const worker = workerOf();
  await rig.store.connections.setMode('acme', 'notes', 'shadow', 'test', START);
  await worker.start();
  rig.desk.put('7', message('a', START));
  rig.desk.fetchSteps.push(async () => {
    throw new AuthExpired('acme');
  });
  await rig.hint('7');
  await vi.waitFor(async () => expect((await rig.store.connections.list())[0]?.status).toBe('paused'));

  rig.clock.advance(300_000);
  await vi.waitFor(async () => expect((await rig.store.connections.list())[0]?.status).toBe('active'));
  await vi.waitFor(async () => {
    rig.clock.advance(5_000);
    expect((await rig.store.effects.counts()).proposed).toBe(1);
  });
  rig.clock.advance(7 * DAY + 3_600_000);
  await vi.waitFor(async () => expect((await rig.store.effects.counts()).expired).toBe(1));
  await worker.stop();
});
