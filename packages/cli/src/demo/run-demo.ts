import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WRITE_CLASSES } from '@stellwerk/core';
import type { Logger } from '@stellwerk/ports';
import { backfill, drainLanes, goLive, report } from '@stellwerk/runtime';
import { createWorkload, type Workload } from '@stellwerk/simulators';
import { type Installation, type OpenOptions, openInstallation, openStore } from '../compose.ts';
import { loadConfig } from '../installation/config.ts';
import type { Output } from '../output/output.ts';
import { createProgress } from '../output/progress.ts';
import { table } from '../output/table.ts';
import { type Serving, serve } from '../serving/serve.ts';
import { createSteppedClock, type DemoClock } from './demo-clock.ts';
import { demoPolicy } from './demo-policy.ts';
import { type Settling, settle } from './settle.ts';
import { type DemoSummary, lostCount, summarise } from './summary.ts';
import { connectHooks, type DemoWorld, startWorld } from './world.ts';

/** How large the demo is. */
export interface DemoOptions {
  /** Days of history made before Stellwerk looks. */
  readonly historyDays: number;
  readonly maxTickets: number;
  readonly seed: number;
  /** Instant at which the history ends and Stellwerk begins, epoch ms. */
  readonly begin: number;
  readonly port: number;
  readonly output: Output;
  readonly logger: Logger;
}

/** A running demo. */
export interface Demo {
  readonly clock: DemoClock;
  readonly world: DemoWorld;
  readonly workload: Workload;
  readonly installation: Installation;
  readonly serving: Serving;
  summary(): Promise<DemoSummary>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const TICK_MS = 5 * 60_000;

/** Makes the world and its history, lets Stellwerk read it in shadow, and goes live. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { output, logger, seed, begin } = options;
  const startedAt = performance.now();
  const clock = createSteppedClock(begin - options.historyDays * DAY_MS);
  const world = await startWorld(clock, seed);
  const workload = createWorkload({ desks: [...world.desks.values()], github: world.github, seed });
  makeHistory(options, clock, workload);

  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-demo-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', clean); // however it ends, nothing of the demo stays behind
  const file = join(folder, 'stellwerk.yaml');
  writeFileSync(file, demoPolicy(world.addresses));
  const config = loadConfig(file);
  // on a fast clock a slow fetch looks like a hung worker: few at a time keep it short
  const open: OpenOptions = { config, env: {}, clock, logger, access: 'serve', settings: { laneWidth: 3 } };
  await keepSecrets(open, world);
  const installation = await openInstallation(open);

  await readHistory(installation, world, clock, output);
  await showShadow(installation, output);
  await switchOn(installation, output);
  const serving = await serve(installation, { gateway: true, worker: true }, { host: '127.0.0.1', port: options.port });
  connectHooks(world, serving.hooks);
  return {
    clock,
    world,
    workload,
    installation,
    serving,
    summary: () => summarise(world, installation.store, installation.counters, performance.now() - startedAt),
    stop: async () => {
      await serving.stop();
      await world.stop();
      process.off('exit', clean);
      clean();
    },
  };
}

function makeHistory(
  { begin, historyDays, maxTickets, output }: DemoOptions,
  clock: DemoClock,
  workload: Workload,
): void {
  output.say({
    de: `Drei simulierte Helpdesks arbeiten ${historyDays} Tage …`,
    en: `Three simulated helpdesks work for ${historyDays} days …`,
  });
  for (const step of workload.historyUntil({ from: begin - historyDays * DAY_MS, to: begin, maxTickets })) {
    clock.advanceTo(step.at);
    step.run();
  }
  clock.advanceTo(begin);
}

async function keepSecrets(open: OpenOptions, world: DemoWorld): Promise<void> {
  const { store, close } = await openStore(open);
  for (const [name, value] of Object.entries(world.secrets)) await store.secrets.set(name, value, open.clock.now());
  await close();
}

async function readHistory(
  { runtime }: Installation,
  world: DemoWorld,
  clock: DemoClock,
  output: Output,
): Promise<void> {
  const moving = setInterval(() => clock.advanceTo(clock.now() + 1_000), 10); // rate limits pass while we read
  for (const name of world.desks.keys()) {
    const progress = createProgress(name.padEnd(14), output.json);
    await backfill(runtime, name, {
      since: clock.now() - 3_650 * DAY_MS,
      onProgress: ({ share, seen, etaMs }) => progress.update(share, seen, etaMs),
    });
    progress.end();
  }
  output.say({ de: 'Verlauf wird gelesen und bewertet …', en: 'Reading and deciding on the history …' });
  for (;;) {
    const { more } = await drainLanes(runtime);
    const ready = await runtime.store.lanes.nextReadyAt();
    if (!more && ready === null) break;
    if (!more && ready !== null && ready > clock.now()) clock.advanceTo(ready);
  }
  clearInterval(moving);
}

async function showShadow({ store }: Installation, output: Output): Promise<void> {
  const { tickets, open, breaches, byTier, effects } = await report(store);
  output.say({ de: '\nIm Schatten (noch nichts geschrieben):', en: '\nIn shadow (nothing written yet):' });
  const tiers = Object.entries(byTier)
    .map(([tier, count]) => `${tier}: ${count}`)
    .join('  ');
  output.say({
    de: `  ${tickets} Tickets, ${open} offen · ${tiers} · ${breaches} verletzte Ziele · würde tun: ${(effects.proposed ?? 0) + (effects.past ?? 0)} Änderungen`,
    en: `  ${tickets} tickets, ${open} open · ${tiers} · ${breaches} breached targets · would do: ${(effects.proposed ?? 0) + (effects.past ?? 0)} changes`,
  });
}

async function switchOn({ runtime, connections }: Installation, output: Output): Promise<void> {
  for (const connection of connections.keys())
    await goLive(runtime, { connection, classes: [...WRITE_CLASSES], by: 'demo' });
  output.say({
    de: 'Jetzt live: alle Schreibklassen an allen Verbindungen.\n',
    en: 'Now live: all write classes on all connections.\n',
  });
}

/** Plays the desk's work until an instant, as fast as it can be worked through. */
export async function playUntil(demo: Demo, until: number, onTick: (now: number) => void): Promise<void> {
  const { clock, workload, world, installation } = demo;
  const settling = { store: installation.store, clock, simulators: [...world.desks.values(), world.github] };
  const steps = workload.historyUntil({ from: clock.now(), to: until });
  let next = steps.next();
  for (let tick = clock.now() + TICK_MS; tick <= until; tick += TICK_MS) {
    while (!next.done && next.value.at <= tick) {
      clock.advanceTo(next.value.at);
      next.value.run();
      next = steps.next();
    }
    clock.advanceTo(tick);
    await settle(settling);
    onTick(clock.now());
  }
  await catchUp(demo, settling);
}

const LEAST_ROUNDS = 3;
const MOST_ROUNDS = 24;

/** The comparison with each source finds what the network lost; a slow machine needs more rounds than a fast one. */
async function catchUp({ clock, world, installation }: Demo, settling: Settling): Promise<void> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    clock.advanceTo(clock.now() + TICK_MS);
    const rested = await settle(settling);
    if (rested && round >= LEAST_ROUNDS && (await lostCount(world, installation.store)) === 0) return;
  }
}

/** The summary as a table for people. */
export function summaryLines(summary: DemoSummary): readonly string[] {
  return table(
    ['', ''],
    Object.entries(summary).map(([name, value]) => [name, value]),
  );
}
