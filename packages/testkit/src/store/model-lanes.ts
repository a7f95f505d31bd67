/** What a lane of the model holds; the rules are those of the store, written as plainly as can be. */
export interface ModelEvent {
  /** Grows over all lanes, as ids do. */
  readonly id: number;
  readonly key: string;
  readonly kind: 'hint' | 'story' | 'wake';
  attempts: number;
  crashes: number;
}
export interface ModelLane {
  readonly id: number;
  readonly ticket: string;
  readyAt: number | null;
  failures: number;
  paused: boolean;
  claimed: { readonly worker: string; readonly at: number } | null;
  open: ModelEvent[];
  done: ModelEvent[];
  dead: ModelEvent[];
  timers: Map<string, { dueAt: number; fired: boolean }>;
}

export class LaneModel {
  readonly lanes: ModelLane[] = [];
  readonly deliveries = new Set<string>();
  readonly beats = new Map<string, number>();
  private lastId = 0;

  /** The ticket's lane, made ready by then. */
  touch(ticket: string, at: number): ModelLane {
    let lane = this.lanes.find((one) => one.ticket === ticket);
    if (!lane) {
      const id = this.lanes.length + 1;
      const fresh = { readyAt: null, failures: 0, paused: false, claimed: null, open: [], done: [], dead: [] };
      lane = { id, ticket, ...fresh, timers: new Map() };
      this.lanes.push(lane);
    }
    lane.readyAt = Math.min(lane.readyAt ?? at, at);
    return lane;
  }

  /** Returns whether the key was new. */
  append(lane: ModelLane, key: string, kind: ModelEvent['kind']): boolean {
    if ([...lane.open, ...lane.done, ...lane.dead].some((event) => event.key === key)) return false;
    this.lastId += 1;
    lane.open.push({ id: this.lastId, key, kind, attempts: 0, crashes: 0 });
    return true;
  }

  ingest(key: string, ticket: string, at: number): { duplicate: boolean } {
    if (this.deliveries.has(key)) return { duplicate: true };
    this.deliveries.add(key);
    this.append(this.touch(ticket, at), `hint:${key}`, 'hint');
    return { duplicate: false };
  }

  claim(now: number, worker: string): ModelLane | null {
    if (now - (this.beats.get(worker) ?? Number.NEGATIVE_INFINITY) >= 5_000) this.beats.set(worker, now);
    for (;;) {
      const lane = this.nextReady(now, worker);
      if (!lane) return null;
      if (lane.claimed && !this.countCrash(lane)) continue;
      lane.claimed = { worker, at: now };
      return lane;
    }
  }

  private nextReady(now: number, worker: string): ModelLane | undefined {
    const free = ({ claimed }: ModelLane) =>
      claimed === null ||
      (claimed.worker !== worker && claimed.at < now - 300_000) ||
      (this.beats.get(claimed.worker) ?? -1) < now - 30_000;
    return this.lanes
      .filter((lane) => lane.readyAt !== null && lane.readyAt <= now && !lane.paused && free(lane))
      .sort((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0) || a.id - b.id)[0];
  }

  /** False when the lane is paused for it. */
  private countCrash(lane: ModelLane): boolean {
    if (lane.open.length === 0) {
      lane.failures += 1;
      lane.paused = lane.failures >= 3;
      if (lane.paused) lane.claimed = null;
      return !lane.paused;
    }
    for (const event of tried(lane)) event.crashes += 1;
    park(lane);
    return true;
  }

  /** Keys of the story events that a decision sees as new. */
  decide(lane: ModelLane, now: number, timers: ReadonlyMap<string, number>): readonly string[] {
    const bite = tried(lane).filter(({ kind }) => kind !== 'hint');
    lane.open = lane.open.filter((event) => !bite.includes(event));
    lane.done.push(...bite);
    for (const key of [...lane.timers.keys()]) if (!timers.has(key)) lane.timers.delete(key);
    for (const [key, dueAt] of timers) {
      if (lane.timers.get(key)?.dueAt !== dueAt) lane.timers.set(key, { dueAt, fired: false });
    }
    settle(lane, now, 0);
    return bite.filter(({ kind }) => kind === 'story').map(({ key }) => key);
  }

  answer(lane: ModelLane, hints: readonly string[]): void {
    const answered = lane.open.filter(({ key }) => hints.includes(key));
    lane.open = lane.open.filter((event) => !answered.includes(event));
    lane.done.push(...answered);
  }

  fail(lane: ModelLane, now: number): 'later' | 'dead' {
    lane.failures += 1;
    const readyAt = now + Math.floor(Math.min(300_000, 2_000 * 2 ** (lane.failures - 1)) / 2);
    if (lane.open.length === 0) {
      if (lane.failures >= 5) return settle(lane, now, 0, 'dead');
      lane.claimed = null;
      lane.readyAt = readyAt;
      return 'later';
    }
    for (const event of tried(lane)) event.attempts += 1;
    return park(lane) > 0 ? settle(lane, now, 0, 'dead') : settle(lane, readyAt, lane.failures, 'later');
  }

  fire(now: number): number {
    let fired = 0;
    const due = this.lanes
      .flatMap((lane) => [...lane.timers].map(([key, timer]) => ({ lane, key, timer })))
      .filter(({ timer }) => !timer.fired && timer.dueAt <= now)
      .sort((a, b) => a.timer.dueAt - b.timer.dueAt || a.lane.id - b.lane.id);
    for (const { lane, timer } of due) {
      timer.fired = true;
      this.touch(lane.ticket, now);
      this.append(
        lane,
        `timer ${fired} at ${now} of ${lane.done.length + lane.open.length + lane.dead.length}`,
        'wake',
      );
      fired += 1;
    }
    return fired;
  }

  /** The oldest dead event is tried again. */
  replayDead(now: number): ModelEvent | undefined {
    const [event] = this.lanes.flatMap(({ dead }) => dead).sort((x, y) => x.id - y.id);
    const lane = this.lanes.find(({ dead }) => event && dead.includes(event));
    if (!lane || !event) return undefined;
    this.touch(lane.ticket, now);
    lane.dead = lane.dead.filter((one) => one !== event);
    lane.open = [...lane.open, { ...event, attempts: 0, crashes: 0 }].sort((x, y) => x.id - y.id);
    return event;
  }
}

/** All open events, or the first alone once it failed thrice or killed a worker. */
export function tried(lane: ModelLane): readonly ModelEvent[] {
  const [first] = lane.open;
  return first && (first.attempts >= 3 || first.crashes > 0) ? [first] : lane.open;
}

function park(lane: ModelLane): number {
  const dead = lane.open.filter(({ attempts, crashes }) => attempts >= 5 || crashes >= 3);
  lane.open = lane.open.filter((event) => !dead.includes(event));
  lane.dead.push(...dead);
  return dead.length;
}

function settle<T>(lane: ModelLane, readyAt: number, failures: number, value?: T): T {
  lane.claimed = null;
  lane.failures = failures;
  lane.readyAt = lane.open.length > 0 ? readyAt : null;
  return value as T;
}
