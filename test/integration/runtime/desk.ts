import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecideInput, Effect, Engine, HelpdeskWrite, TicketEvent, Write, WriteClass } from '@stellwerk/core';
import { compareOrder, eventOrder, writeClassOf } from '@stellwerk/core';
import type {
  Applied,
  ChangedPage,
  Clock,
  Found,
  HelpdeskAdapter,
  IssueTracker,
  Logger,
  Manifest,
  Sendable,
  Store,
} from '@stellwerk/ports';
import { NotFound } from '@stellwerk/ports';
import type { Connection, RuntimeDeps, Settings } from '@stellwerk/runtime';
import { createRuntime } from '@stellwerk/runtime';
import { openPostgresStore, openSqliteStore } from '@stellwerk/store';

/** Monday, 2 March 2026, 09:00 UTC. */
export const START = Date.UTC(2026, 2, 2, 9);

/** A clock that goes when the test says so. */
export interface HandClock extends Clock {
  set(instant: number): void;
  advance(ms: number): void;
}

function handClock(start = START): HandClock {
  let now = start;
  let tasks: { at: number; task: () => void }[] = [];
  const run = () => {
    const due = tasks.filter(({ at }) => at <= now);
    tasks = tasks.filter(({ at }) => at > now);
    for (const { task } of due) task();
  };
  return {
    now: () => now,
    after(delayMs, task) {
      const entry = { at: now + delayMs, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    set(instant) {
      now = instant;
      run();
    },
    advance(ms) {
      now += ms;
      run();
    },
  };
}

type Step<T> = (next: () => Promise<T>) => Promise<T>;

/** A helpdesk or tracker with a story per ticket, that does as a script says: each call takes the next step, then all is well. */
export class ScriptedDesk {
  readonly stories = new Map<string, TicketEvent[]>();
  readonly written: Sendable[] = [];
  readonly markers = new Map<string, string>();
  readonly fetched: string[] = [];
  readonly found: string[] = [];
  applySteps: Step<Applied>[] = [];
  fetchSteps: Step<void>[] = [];
  findSteps: Step<Found>[] = [];
  pages: ChangedPage[] = [];
  /** Called after each write, to echo it into the story. */
  onWrite: (sendable: Sendable) => void = () => {};
  quarantineMs = 20_000;

  put(ticketId: string, ...events: TicketEvent[]): void {
    this.stories.set(ticketId, [...(this.stories.get(ticketId) ?? []), ...events]);
  }

  async story(id: string): Promise<readonly TicketEvent[]> {
    this.fetched.push(id);
    const step = this.fetchSteps.shift();
    if (step) await step(async () => {});
    const story = this.stories.get(id);
    if (!story) throw new NotFound(`no ticket ${id}`);
    return story;
  }

  async apply(sendable: Sendable): Promise<Applied> {
    const step = this.applySteps.shift();
    return step ? step(() => this.write(sendable)) : this.write(sendable);
  }

  /** Carries a write out, as the provider does even where its answer is lost. */
  async write(sendable: Sendable): Promise<Applied> {
    this.written.push(sendable);
    const remoteRef = `${sendable.effect.write.kind}-${this.written.length}`;
    this.markers.set(sendable.marker, remoteRef);
    this.onWrite(sendable);
    return { outcome: 'done', remoteRef, ownWrites: [`own:${this.written.length}`] };
  }

  async find(sendable: Sendable): Promise<Found> {
    this.found.push(sendable.effect.key);
    const look = async (): Promise<Found> => {
      const remoteRef = this.markers.get(sendable.marker);
      return remoteRef === undefined ? { kind: 'absent' } : { kind: 'present', remoteRef, ownWrites: [] };
    };
    const step = this.findSteps.shift();
    return step ? step(look) : look();
  }

  async *changed(): AsyncGenerator<ChangedPage> {
    yield* this.pages;
  }

  helpdesk(name: string): Connection {
    const adapter = {
      manifest: this.manifest('helpdesk'),
      ticket: async (ticketId: string) => ({
        ticketId,
        events: await this.story(ticketId),
        persons: [],
        unknownValues: [],
      }),
      apply: (sendable: Sendable) => this.apply(sendable),
      find: (sendable: Sendable) => this.find(sendable),
      changedSince: () => this.changed(),
      probe: async () => ({ missingScopes: [] }),
    };
    return { kind: 'helpdesk', name, adapter: adapter as unknown as HelpdeskAdapter };
  }

  tracker(name: string): Connection {
    const adapter = {
      manifest: this.manifest('tracker'),
      issue: async (issue: string) => ({ issue, url: '', events: await this.story(issue) }),
      apply: (sendable: Sendable) => this.apply(sendable),
      find: (sendable: Sendable) => this.find(sendable),
      changedSince: async function* () {},
      probe: async () => ({ missingScopes: [] }),
    };
    return { kind: 'tracker', name, adapter: adapter as unknown as IssueTracker };
  }

  private manifest(kind: Manifest['kind']): Pick<Manifest, 'kind' | 'quarantineMs'> {
    return { kind, quarantineMs: this.quarantineMs };
  }
}

/** Rules as a function from the whole story to what it wants. Folds anew whenever something came out of order. */
export function scriptedEngine(
  wants: (events: readonly TicketEvent[], input: DecideInput) => readonly Effect[],
): Engine {
  return {
    policyVersion: 'test',
    async decide(input) {
      const known: string[] = input.state === null ? [] : JSON.parse(input.state);
      const all = [...(await input.history())].sort((a, b) => compareOrder(eventOrder(a), eventOrder(b)));
      const keys = all.map(({ key }) => key);
      const appends = input.state !== null && known.every((key, i) => keys[i] === key);
      const before = appends ? new Set(wants(all.slice(0, known.length), input).map(({ key }) => key)) : new Set();
      const effects = wants(all, input).filter(({ key }) => !before.has(key));
      return {
        state: JSON.stringify(keys),
        row: { ...EMPTY_ROW, number: input.lane.ticketId, status: all.at(-1)?.type ?? 'none' },
        timers: [],
        effects,
        refolded: !appends,
        decisions: [],
      };
    },
  };
}

const EMPTY_ROW = {
  priority: null,
  plan: null,
  tier: null,
  group: null,
  createdAt: START,
  finishedAt: null,
  nextDueAt: null,
  breaches: 0,
};

let counter = 0;

export function message(key: string, at: number): TicketEvent {
  counter += 1;
  return {
    type: 'message',
    key,
    at,
    seq: counter,
    observedAt: at,
    actor: { kind: 'requester', ref: null },
    channel: 'email',
    provenance: 'webhook',
    messageId: key,
    visibility: 'public',
    autoReply: false,
    features: { length: 10, language: 'de', patterns: [] },
  };
}

export function effectOf(key: string, write: Write, at: number, more: Partial<Effect> = {}): Effect {
  return {
    key,
    connection: 'acme',
    writeClass: writeClassOf(write.kind),
    write,
    at,
    mode: 'auto',
    coalesceKey: write.kind === 'set_tier' ? 'tier' : null,
    rule: 'r',
    reason: { code: 'test', rule: 'r', facts: {} },
    ...more,
  };
}

export function note(key: string, at: number, more: Partial<Effect> = {}): Effect {
  return effectOf(key, { kind: 'add_note', text: key } satisfies HelpdeskWrite, at, more);
}

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** A runtime over a SQLite file, with a scripted helpdesk `acme` and a scripted tracker `bugs`. */
export interface Rig {
  readonly deps: RuntimeDeps;
  readonly store: Store;
  readonly clock: HandClock;
  /** Where the database's files are. */
  readonly folder: string;
  readonly desk: ScriptedDesk;
  readonly bugs: ScriptedDesk;
  readonly counted: Map<string, number>;
  hint(ticketId: string): Promise<void>;
  live(...classes: WriteClass[]): Promise<void>;
  close(): Promise<void>;
}

export async function openRig(engine: Engine, settings: Partial<Settings> = {}, postgres?: string): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'runtime-'));
  const clock = handClock();
  const random = () => 0.5;
  const common = { keyFile: join(folder, 'key'), clock, random };
  const store =
    postgres === undefined
      ? await openSqliteStore({ ...common, path: join(folder, 'db.sqlite') })
      : await openPostgresStore({ ...common, connectionString: postgres });
  await store.migrate();
  const desk = new ScriptedDesk();
  const bugs = new ScriptedDesk();
  for (const name of ['acme', 'bugs']) await store.connections.ensure(name, 'scripted', clock.now());
  const counted = new Map<string, number>();
  const deps = createRuntime({
    store,
    engine,
    connections: new Map([
      ['acme', desk.helpdesk('acme')],
      ['bugs', bugs.tracker('bugs')],
    ]),
    clock,
    logger: quiet,
    counters: { add: (name, _labels, by = 1) => void counted.set(name, (counted.get(name) ?? 0) + by) },
    random,
    worker: 'boot-1',
    markerKey: new Uint8Array(32).fill(7),
    settings,
  });
  let hints = 0;
  return {
    deps,
    store,
    clock,
    folder,
    desk,
    bugs,
    counted,
    async hint(ticketId) {
      hints += 1;
      const key = `h${hints}`;
      const subjects = [{ subject: { kind: 'ticket', id: ticketId }, key } as const];
      await store.lanes.appendHints({ connection: 'acme', subjects, cursor: null, now: clock.now() });
    },
    async live(...classes) {
      for (const connection of ['acme', 'bugs']) {
        for (const writeClass of classes)
          await store.connections.setMode(connection, writeClass, 'live', 'test', clock.now());
      }
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
