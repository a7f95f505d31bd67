import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Look } from './child-settings.ts';
import { untilDrained, waitingInSqlite } from './drain.ts';
import { pause } from './random.ts';
import { replayParked } from './replay-parked.ts';
import { type Rig, startRig } from './rig.ts';
import { createTicketPlay, type TicketPlay } from './tickets.ts';
import { issuesByTicket, judge, type Verdict } from './verdict.ts';

/** How much of a run, and how issues are looked up. */
export interface KillRun {
  readonly seed: number;
  readonly kills: number;
  readonly look: Look;
  /** Share of requests that the tracker carries out and answers with 502. Default as measured at GitHub: 0.08. */
  readonly badGateway?: number;
}

/** What a run came to. */
export interface Killed extends Verdict {
  readonly kills: number;
  /** Events parked because kills hit them three times, and replayed as an admin would. */
  readonly parked: number;
  /** Kills that came before the child served. */
  readonly killedWhileStarting: number;
  readonly retries: number;
  readonly duplicates: number;
  /** Requests to the tracker that went wrong on purpose. */
  readonly faults: number;
}

const STEP_MS = 60;
/** So much happens at the desk between two kills at most, however slow the machine starts a process. */
const STEPS_PER_KILL = 8;
const DRAIN_MS = 120_000;
const NOTHING = { events: 0, effects: 0 };

/** Kills a real `serve` at random moments while people work at the desk, starts it again, lets it drain, and counts. */
export async function killRun({ seed, kills, look, badGateway }: KillRun): Promise<Killed> {
  const rig = await startRig({ seed, look, postgres: null, ...(badGateway === undefined ? {} : { badGateway }) });
  try {
    const play = createTicketPlay(rig.zammad, rig.random);
    const killedWhileStarting = await killRepeatedly(rig, kills, play);
    await drain(rig, look);
    const parked = await replayParked(rig);
    if (parked > 0) await drain(rig, look);
    return { ...(await judge(rig, play)), parked, ...killedOf(rig, kills, killedWhileStarting) };
  } finally {
    await rig.stop();
  }
}

function killedOf({ relay, network }: Rig, kills: number, killedWhileStarting: number) {
  const { tooMany, badGateway, late } = network.counts;
  const { retries, duplicates } = relay;
  return { kills, killedWhileStarting, retries, duplicates, faults: tooMany + badGateway + late };
}

/** The desk opens once the first child serves: what came before it went live is the past, and rightly never sent. */
async function killRepeatedly(rig: Rig, kills: number, play: TicketPlay): Promise<number> {
  let playing: NodeJS.Timeout | undefined;
  let early = 0;
  let left = 0;
  for (let n = 0; n < kills; n += 1) {
    left = STEPS_PER_KILL;
    const child = startChild(rig.settings('serve'), rig.env);
    // one in ten dies while it starts, the others at any moment of their work
    if (n % 10 === 5) {
      await pause(rig.random() * 600);
      early += 1;
    } else {
      await serving(rig, child);
      playing ??= setInterval(() => {
        if (left > 0) play.step();
        left -= 1;
      }, STEP_MS);
      await pause(20 + rig.random() * 700);
    }
    await child.kill();
  }
  clearInterval(playing);
  return early;
}

async function serving(rig: Rig, child: Child): Promise<void> {
  const { hooks } = await child.ready;
  rig.pointAt(hooks.get('desk') ?? '');
}

/** A control is over once it has shown what it is there for. */
async function drain(rig: Rig, look: Look): Promise<void> {
  const path = join(rig.folder, 'data', 'stellwerk.db');
  const shown = (): boolean => look !== 'list' && [...issuesByTicket(rig).values()].some((n) => n > 1);
  const child = startChild(rig.settings('serve'), rig.env);
  await serving(rig, child);
  await rig.relay.settled();
  await rig.zammad.webhooksSettled();
  try {
    await untilDrained(() => (shown() ? NOTHING : waitingInSqlite(path)), DRAIN_MS);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${child.errors()}`);
  } finally {
    await child.stop();
  }
}
