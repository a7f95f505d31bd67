import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  type Effect,
  type Engine,
  parsePolicy,
  WRITE_CLASSES,
  type Write,
  writeClassOf,
} from '@stellwerk/core';
import type { Logger, Store, Subject } from '@stellwerk/ports';
import {
  type Connection,
  createRuntime,
  drainEffects,
  drainLanes,
  type RuntimeDeps,
  reconcile,
} from '@stellwerk/runtime';
import { openSqliteStore } from '@stellwerk/store';
import { createVirtualClock, type VirtualClock } from '@stellwerk/testkit';

/** Monday morning. */
const START = Date.UTC(2026, 10, 23, 8);
const MINUTE = 60_000;
/** Real time until a call is given up; loopback answers in a few. */
const CALL_TIMEOUT_MS = 150;
const MOST_ROUNDS = 200;

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The runtime over a SQLite file with real adapters, on a clock that jumps to whatever is waited for. */
export interface FaultRig {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly deps: RuntimeDeps;
  /** Puts other connections in the place of those of the same names. */
  connect(...connections: readonly Connection[]): Promise<void>;
  /** From now on the rules want these writes of the ticket. */
  want(ticketId: string, ...effects: readonly Wanted[]): void;
  /** Tells the runtime that something changed there, as a webhook does. */
  hint(ticketId: string, about?: { readonly connection: string; readonly subject: Subject }): Promise<void>;
  /** Reads and decides, and sends nothing yet. */
  decide(): Promise<void>;
  /** Sends what is due now at `connection`, once each. */
  send(connection: string): Promise<void>;
  /** Reads, decides and sends until nothing is left to do, going on to each next due instant. */
  settle(): Promise<void>;
  /** Compares with the source until that comes to its end. */
  compare(connection: string): Promise<void>;
  close(): Promise<void>;
}

/** A write that the rules want, under a key of its own. */
export interface Wanted {
  readonly key: string;
  readonly connection: string;
  readonly write: Write;
}

export async function openFaultRig(): Promise<FaultRig> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const clock = createVirtualClock(START);
  const store = await openSqliteStore({ path: join(folder, 'db'), keyFile: join(folder, 'key'), clock });
  await store.migrate();
  const wanted = new Map<string, readonly Wanted[]>();
  const connections = new Map<string, Connection>();
  const deps = createRuntime({
    store,
    engine: wanting(wanted),
    connections,
    clock,
    logger: quiet,
    counters: { add() {} },
    worker: 'boot-1',
    markerKey: new Uint8Array(32).fill(7),
    random: () => 0.5,
    settings: { callTimeoutMs: CALL_TIMEOUT_MS, reconcileEveryMs: CALL_TIMEOUT_MS },
  });
  let hints = 0;

  return {
    clock,
    store,
    deps,
    async connect(...added) {
      for (const connection of added) {
        connections.set(connection.name, connection);
        await store.connections.ensure(connection.name, connection.kind, clock.now());
        for (const each of WRITE_CLASSES)
          await store.connections.setMode(connection.name, each, 'live', 'test', clock.now());
      }
    },
    want: (ticketId, ...effects) => void wanted.set(ticketId, effects),
    async hint(ticketId, about = { connection: 'desk', subject: { kind: 'ticket', id: ticketId } }) {
      hints += 1;
      const subjects = [{ subject: about.subject, key: `h${hints}` }];
      await store.lanes.appendHints({ connection: about.connection, subjects, cursor: null, now: clock.now() });
    },
    decide: () =>
      rounds(clock, 'the lanes come', async () => {
        await drainLanes(deps);
        return [await store.lanes.nextReadyAt()];
      }),
    send: async (connection) => void (await drainEffects(deps, connection)),
    settle: () => rounds(clock, 'it does', () => workOnce(deps)),
    async compare(name) {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const { complete } = await reconcile(deps, connections.get(name)!);
        if (complete) return;
        clock.advance(MINUTE);
      }
      throw new Error(`the comparison with ${name} does not come to its end`);
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The real fold of a ticket's story; what is wanted comes from the test. */
function wanting(wanted: ReadonlyMap<string, readonly Wanted[]>): Engine {
  const parsed = parsePolicy({ version: 1, connections: { desk: { kind: 'zammad' } } }, 'v1');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const engine = createEngine(parsed.policy);
  return {
    policyVersion: engine.policyVersion,
    async decide(input) {
      const decided = await engine.decide(input);
      const effects = (wanted.get(input.lane.ticketId) ?? []).map((each) => effectOf(each, input.now));
      return { ...decided, effects };
    },
  };
}

function effectOf({ key, connection, write }: Wanted, at: number): Effect {
  const reason = { code: 'test', rule: 'r', facts: {} };
  const fixed = { key, connection, writeClass: writeClassOf(write.kind), write, at } as const;
  return { ...fixed, mode: 'auto', coalesceKey: null, rule: 'r', reason };
}

/** Works until nothing is due any more, going on to each next instant at which something is. */
async function rounds(
  clock: VirtualClock,
  what: string,
  work: () => Promise<readonly (number | null)[]>,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = (await work()).filter((at) => at !== null);
    if (due.length === 0) return;
    clock.advance(Math.max(0, Math.min(...due) - clock.now()));
  }
  throw new Error(`${what} not come to an end`);
}

async function workOnce(deps: RuntimeDeps): Promise<readonly (number | null)[]> {
  await drainLanes(deps);
  const due: (number | null)[] = [];
  for (const name of deps.connections.keys()) due.push(await sendDue(deps, name));
  return [...due, await deps.store.lanes.nextReadyAt()];
}

async function sendDue(deps: RuntimeDeps, name: string): Promise<number | null> {
  const { blockedUntil } = await drainEffects(deps, name);
  const dueAt = await deps.store.effects.nextDueAt(name);
  return dueAt === null ? null : Math.max(dueAt, blockedUntil ?? dueAt);
}
