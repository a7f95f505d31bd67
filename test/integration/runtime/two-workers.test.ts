import { Transient } from '@stellwerk/ports';
import type { RuntimeDeps } from '@stellwerk/runtime';
import { createRuntime, drainEffects, drainLanes } from '@stellwerk/runtime';
import { startPostgres, type TestPostgres } from '@stellwerk/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { message, note, openRig, START, scriptedEngine } from './desk.ts';

const TICKETS = 60;
const engine = scriptedEngine((events) => events.map(({ key, at }) => note(`note:${key}`, at)));

let server: TestPostgres;
let rig: Rig;
let second: RuntimeDeps;
beforeAll(async () => {
  server = await startPostgres();
  rig = await openRig(engine, {}, server.url);
  await rig.live('notes');
  const { store, connections, clock, logger, counters } = rig.deps;
  const parts = { store, connections, clock, logger, counters, engine };
  second = createRuntime({ ...parts, worker: 'boot-2', markerKey: new Uint8Array(32).fill(7), random: () => 0.5 });
}, 60_000);
afterAll(async () => {
  await rig?.close();
  await server?.stop();
});

it('two workers on PostgreSQL share tickets and writes: every note once, in the order of each story', async () => {
  for (let ticket = 0; ticket < TICKETS; ticket += 1) {
    const name = `t${ticket}`;
    rig.desk.put(name, ...['a', 'b', 'c'].map((letter, i) => message(`${name}-${letter}`, START + i)));
    await rig.hint(name);
  }
  // every fifth write takes effect and its answer is lost
  rig.desk.applySteps = Array.from({ length: 3 * TICKETS }, (_, i) => async (next) => {
    const applied = await next();
    if (i % 5 === 0) throw new Transient('reset', { ambiguous: true });
    return applied;
  });

  await Promise.all([drainLanes(rig.deps), drainLanes(second)]);
  for (let round = 0; round < 40; round += 1) {
    await Promise.all([drainEffects(rig.deps, 'acme'), drainEffects(second, 'acme')]);
    if ((await rig.store.effects.nextDueAt('acme')) === null) break;
    rig.clock.advance(60_000);
  }

  const written = rig.desk.written.map(({ effect }) => effect.key);
  expect(new Set(written).size).toBe(3 * TICKETS);
  expect(written).toHaveLength(3 * TICKETS);
  for (let ticket = 0; ticket < TICKETS; ticket += 1) {
    const own = written.filter((key) => key.startsWith(`note:t${ticket}-`));
    expect(own).toEqual(['a', 'b', 'c'].map((letter) => `note:t${ticket}-${letter}`));
  }
  expect(await rig.store.effects.counts()).toEqual({ done: 3 * TICKETS });
  expect(await rig.store.admin.deadEvents(10)).toEqual([]);
}, 60_000);
