import { type Child, startChild } from './child.ts';
import { type CrashingPostgres, startCrashingPostgres } from './crashing-postgres.ts';
import { untilDrained, waitingInPostgres } from './drain.ts';
import { pause } from './random.ts';
import { replayParked } from './replay-parked.ts';
import { type Rig, startRig } from './rig.ts';
import { createTicketPlay } from './tickets.ts';
import { judge, type Verdict } from './verdict.ts';

/** What a run came to. */
export interface Crashed extends Verdict {
  /** Events parked because kills hit them three times, and replayed as an admin would. */
  readonly parked: number;
  readonly workerKills: number;
  readonly databaseCrashes: number;
  /** Serving processes that a crash of the database ended. */
  readonly endedByThemselves: number;
  readonly retries: number;
  readonly faults: number;
}

/** How much must have happened before the run ends; a slow machine takes longer for it. */
export interface Least {
  readonly seconds: number;
  readonly workerKills: number;
  readonly databaseCrashes: number;
}

const STEP_MS = 80;
const DRAIN_MS = 180_000;

/** A gateway and two workers on PostgreSQL: workers are killed and the database crashes for a while, then all is counted. */
export async function postgresRun(seed: number, least: Least): Promise<Crashed> {
  const database = await startCrashingPostgres();
  const rig = await startRig({ seed, look: 'list', postgres: database.url });
  const fleet = createFleet(rig);
  try {
    await fleet.start();
    const play = createTicketPlay(rig.zammad, rig.random);
    const playing = setInterval(() => play.step(), STEP_MS);
    const counts = await chaos(rig, fleet, database, least).finally(() => clearInterval(playing));
    await rig.relay.settled();
    let parked = 0;
    await fleet.stop(async () => {
      await untilDrained(() => waitingInPostgres(database.url), DRAIN_MS);
      parked = await replayParked(rig);
      await untilDrained(() => waitingInPostgres(database.url), DRAIN_MS);
    });
    const verdict = await judge(rig, play);
    const { tooMany, badGateway, late } = rig.network.counts;
    const faults = tooMany + badGateway + late;
    return { ...verdict, ...counts, parked, endedByThemselves: fleet.ended(), retries: rig.relay.retries, faults };
  } finally {
    await fleet.kill();
    await rig.stop();
    await database.stop();
  }
}

async function chaos(rig: Rig, fleet: Fleet, database: CrashingPostgres, least: Least) {
  const until = Date.now() + least.seconds * 1_000;
  let workerKills = 0;
  let databaseCrashes = 0;
  while (Date.now() < until || workerKills < least.workerKills || databaseCrashes < least.databaseCrashes) {
    await pause(200 + rig.random() * 600);
    if (rig.random() < 0.25) {
      await database.crash();
      databaseCrashes += 1;
    } else {
      await fleet.killWorker(Math.floor(rig.random() * 2));
      workerKills += 1;
    }
  }
  return { workerKills, databaseCrashes };
}

/** One gateway and two workers, started again as soon as they end. */
interface Fleet {
  start(): Promise<void>;
  killWorker(which: number): Promise<void>;
  /** Waits, then ends all by SIGTERM. */
  stop(wait: () => Promise<void>): Promise<void>;
  kill(): Promise<void>;
  ended(): number;
}

function createFleet(rig: Rig): Fleet {
  const roles = ['gateway', 'worker', 'worker'] as const;
  const children: Child[] = [];
  const expected = new Set<Child>();
  let ended = 0;
  let closing = false;

  function begin(place: number): Child {
    const child = startChild(rig.settings(roles[place] ?? 'worker'), rig.env);
    let served = false;
    child.ready.then(
      () => {
        served = true;
      },
      () => {},
    );
    children[place] = child;
    void child.ended.then(() => {
      if (closing || expected.has(child)) return;
      // one that finds no database while it starts may end and be started again
      if (served) ended += 1;
      begin(place);
    });
    return child;
  }

  return {
    async start() {
      const { hooks } = await begin(0).ready; // the first one makes the tables
      rig.pointAt(hooks.get('desk') ?? '');
      await Promise.all([begin(1).ready, begin(2).ready]);
    },
    async killWorker(which) {
      const child = children[1 + which];
      if (!child) return;
      expected.add(child);
      await child.kill();
      begin(1 + which);
    },
    async stop(wait) {
      try {
        await wait();
      } catch (error) {
        throw new Error(
          `${error instanceof Error ? error.message : error}\n${children.map((c) => c.errors()).join('\n')}`,
        );
      }
      closing = true;
      await Promise.all(children.map((child) => child.stop()));
    },
    async kill() {
      closing = true;
      await Promise.all(children.map((child) => child.kill()));
    },
    ended: () => ended,
  };
}
