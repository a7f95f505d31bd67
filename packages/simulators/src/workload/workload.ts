import type { SimulatedDesk } from '../desk.ts';
import type { GithubSimulator } from '../github/simulator.ts';
import { createRandom, type Random } from '../shared/random.ts';
import { Agenda, type WorkloadStep } from './agenda.ts';
import { drawArrivals } from './arrivals.ts';
import { developersLook, nextLook } from './developers.ts';
import { drawIndex } from './distributions.ts';
import { type Staffed, staff } from './people.ts';
import { Performance } from './performance.ts';
import { planStory } from './story.ts';

/** What a support desk's work is generated from. */
export interface WorkloadOptions {
  /** Helpdesks to work in; tickets are shared out among them. */
  readonly desks: readonly SimulatedDesk[];
  /** Repository whose issues developers close. Default none. */
  readonly github?: GithubSimulator;
  /** The same seed gives the same work. */
  readonly seed: number;
  /** Agents over all desks. Default 40. */
  readonly agents?: number;
  /** Customers over all desks. Default 200. */
  readonly customers?: number;
  /** Tickets a day, averaged over the week. Default 67: about 6,000 in 90 days. */
  readonly ticketsPerDay?: number;
}

/** A span of work, epoch milliseconds. */
export interface WorkloadRange {
  readonly from: number;
  readonly to: number;
  /** Most tickets to begin within it. Default: no bound. */
  readonly maxTickets?: number;
}

/** Work at a support desk, as steps in the order of time. */
export interface Workload {
  /**
   * Steps of the range. The caller moves the clock to `at` and calls `run` before it asks for the next. What tickets still
   * have before them at `to` comes in the next range, which begins there.
   */
  historyUntil(range: WorkloadRange): Generator<WorkloadStep>;
}

const TICKETS_PER_DAY = 67;

/** Of a bound, the share left to tickets that begin by themselves; the rest is for duplicates and what merging makes. */
const ARRIVAL_SHARE = 0.95;
/** A duplicate is a ticket, and in HubSpot merging it makes another. */
const TICKETS_PER_DUPLICATE = 2;

/** Shares of the desks in the order given; later ones get the last share. */
const DESK_SHARES = [0.4, 0.35, 0.25] as const;

/** Makes the work of a desk in German and English; rates and waits as in public incident logs (see `INCIDENT_LOGS`). */
export function createWorkload(options: WorkloadOptions): Workload {
  if (options.desks.length === 0) throw new RangeError('a workload needs at least one desk');
  const random = createRandom(options.seed);
  const agenda = new Agenda();
  const shares = options.desks.map((_, at) => DESK_SHARES[at] ?? 0.25);
  const teams: Staffed[] = [];
  let begun = 0;
  let spare = 0;
  const mayDuplicate = (): boolean => {
    if (spare < TICKETS_PER_DUPLICATE) return false;
    spare -= TICKETS_PER_DUPLICATE;
    return true;
  };

  const addTicket = (at: number): void => {
    const own = createRandom(options.seed * 7919 + ++begun);
    const team = teamFor(own, teams, shares);
    const story = planStory(own, at);
    const performance = new Performance(own, team, story, mayDuplicate);
    performance.open();
    for (const act of story.acts) agenda.add({ at: act.at, run: () => performance.play(act) });
  };

  const begin = (at: number): void => {
    teams.push(...hireAll(random, options, shares));
    if (options.github) addLooks(createRandom(options.seed + 1), agenda, options.github, at);
  };

  return {
    *historyUntil({ from, to, maxTickets = Number.POSITIVE_INFINITY }) {
      if (teams.length === 0) yield { at: from, run: () => begin(from) };
      const ticketsPerDay = options.ticketsPerDay ?? TICKETS_PER_DAY;
      const bound = Math.floor(maxTickets * ARRIVAL_SHARE);
      const arrivals = drawArrivals(random, { from, to, ticketsPerDay, maxTickets: bound });
      spare = maxTickets - arrivals.length;
      for (const at of arrivals) {
        agenda.add({ at, run: () => addTicket(at) });
      }
      for (let step = agenda.takeUntil(to); step; step = agenda.takeUntil(to)) yield step;
    },
  };
}

const teamFor = (random: Random, teams: readonly Staffed[], shares: readonly number[]): Staffed => {
  const team = teams[drawIndex(random, shares)];
  if (!team) throw new RangeError('the first step of a workload was not run');
  return team;
};

function hireAll(random: Random, options: WorkloadOptions, shares: readonly number[]): Staffed[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return options.desks.map((desk, at) => {
    const share = (shares[at] ?? 0) / total;
    return staff(random, desk, {
      agents: Math.round((options.agents ?? 40) * share),
      customers: Math.max(1, Math.round((options.customers ?? 200) * share)),
      label: `${desk.product}${at + 1}`,
    });
  });
}

function addLooks(random: Random, agenda: Agenda, github: GithubSimulator, from: number): void {
  const at = nextLook(random, from);
  const run = (): void => {
    developersLook(random, github, at);
    addLooks(random, agenda, github, at);
  };
  agenda.add({ at, run });
}
