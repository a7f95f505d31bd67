import { canonical, type Reason, type Write, type WriteClass } from '@stellwerk/core';
import type { ChangeFacts, ProviderChange, Provisioning, SetupRequest } from '@stellwerk/ports';
import type { RuntimeDeps } from '../deps.ts';
import { plannedUndos } from './plan-undos.ts';
import { plannedWrites } from './plan-writes.ts';

/** What a plan is asked for; kept with it, so that it can be made again and compared. */
export interface PlanRequest {
  /** `setup` brings everything to the wanted end, `uninstall` takes away all that is ours. */
  readonly purpose: 'setup' | 'uninstall';
  readonly connections: readonly string[];
  /** Write classes that are to go live. */
  readonly live: readonly WriteClass[];
  /** With `uninstall`: leaves tickets as they are. */
  readonly keepTickets: boolean;
}

/** A change at a provider, of one connection. */
export interface PlannedObject extends ProviderChange {
  readonly connection: string;
}

/** A switch that a plan turns. */
export interface PlannedSwitch {
  readonly connection: string;
  readonly writeClass: WriteClass;
  readonly to: 'live' | 'shadow';
}

/** A write to a ticket that a plan makes. */
export interface PlannedWrite {
  readonly connection: string;
  readonly lane: string;
  readonly number: string;
  readonly writeClass: WriteClass;
  readonly write: Write;
  readonly coalesceKey: string;
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
  readonly rule: string;
  readonly reason: Reason;
}

/** A change of a ticket that a plan takes back. */
export interface PlannedUndo {
  readonly connection: string;
  readonly lane: string;
  readonly change: number;
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
}

/** Everything that would be changed outside, for a person to review. Holds no secret. */
export interface Plan {
  readonly request: PlanRequest;
  readonly policyVersion: string;
  readonly objects: readonly PlannedObject[];
  readonly switches: readonly PlannedSwitch[];
  readonly writes: readonly PlannedWrite[];
  readonly undos: readonly PlannedUndo[];
  /** Connections whose objects have to be made by hand: their adapter cannot. */
  readonly byHand: readonly string[];
}

/** What planning needs beside the runtime. */
export interface PlanDeps extends RuntimeDeps {
  /** What a connection needs at its provider. Called anew for each plan: it holds a secret. */
  readonly setup: (connection: string) => SetupRequest;
  /** Time for one call of setup; Zammad restarts itself. Default 5 min. */
  readonly setupTimeoutMs?: number;
}

const SETUP_MS = 300_000;

/** A signal that ends one call of setup. */
export function setupSignal({ setupTimeoutMs = SETUP_MS }: PlanDeps): AbortSignal {
  return AbortSignal.timeout(setupTimeoutMs);
}

/** Works out what would be changed. Reads only. */
export async function makePlan(deps: PlanDeps, request: PlanRequest): Promise<Plan> {
  const isSetup = request.purpose === 'setup';
  const switches = await plannedSwitches(deps, request);
  return {
    request,
    policyVersion: deps.engine.policyVersion,
    ...(await plannedObjects(deps, request)),
    switches,
    writes: isSetup ? await plannedWrites(deps, request, switches) : [],
    undos: isSetup || request.keepTickets ? [] : await plannedUndos(deps, request),
  };
}

/** Whether nothing would be changed. */
export function isEmptyPlan({ objects, switches, writes, undos }: Plan): boolean {
  return objects.length + switches.length + writes.length + undos.length === 0;
}

/** The connection's way to make objects, where its adapter has one. */
export function provisioningOf({ connections }: PlanDeps, name: string): Provisioning | null {
  const connection = connections.get(name);
  return connection === undefined || connection.kind === 'notifier' ? null : (connection.adapter.provisioning ?? null);
}

async function plannedObjects(deps: PlanDeps, { purpose, connections }: PlanRequest) {
  const objects: PlannedObject[] = [];
  const byHand: string[] = [];
  for (const connection of connections) {
    const provisioning = provisioningOf(deps, connection);
    if (provisioning === null) {
      if (deps.connections.get(connection)?.kind !== 'notifier') byHand.push(connection);
      continue;
    }
    const signal = setupSignal(deps);
    const changes =
      purpose === 'setup'
        ? await provisioning.plan(deps.setup(connection), signal)
        : await provisioning.leftovers(signal);
    objects.push(...changes.map((change) => ({ ...change, connection })));
  }
  return { objects, byHand };
}

/** Classes that each kind of connection writes in. */
const CLASSES: Readonly<Record<'helpdesk' | 'tracker' | 'notifier', readonly WriteClass[]>> = {
  helpdesk: ['tags', 'notes', 'assignment', 'notifications'],
  tracker: ['issues'],
  notifier: ['notifications'],
};

/** The switches to be turned: those asked for that are in shadow, or, to take everything away, those that are live. */
async function plannedSwitches({ store, connections }: PlanDeps, request: PlanRequest): Promise<PlannedSwitch[]> {
  const to = request.purpose === 'setup' ? 'live' : 'shadow';
  const switches: PlannedSwitch[] = [];
  for (const connection of request.connections) {
    const classes = CLASSES[connections.get(connection)?.kind ?? 'helpdesk'];
    for (const writeClass of to === 'live' ? request.live.filter((each) => classes.includes(each)) : classes) {
      const isLive = (await store.connections.liveSince(connection, writeClass)) !== null;
      if (isLive !== (to === 'live')) switches.push({ connection, writeClass, to });
    }
  }
  return switches;
}

/** What differs between a plan and one made now, as short names; empty when the first still holds. */
export function planDifferences(plan: Plan, now: Plan): readonly string[] {
  const [before, after] = [itemsOf(plan), itemsOf(now)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

function itemsOf({ policyVersion, objects, switches, writes, undos }: Plan): ReadonlyMap<string, string> {
  return new Map([
    ['policy', policyVersion],
    ...objects.map(({ connection, key, action, before, after }) =>
      item(`${connection} ${key}`, { action, before, after }),
    ),
    ...switches.map(({ connection, writeClass, to }) => item(`${connection} ${writeClass}`, to)),
    ...writes.map(({ lane, coalesceKey, write, before, after, rule }) =>
      item(`${lane} ${coalesceKey}`, { write, before, after, rule }),
    ),
    ...undos.map(({ lane, change, before, after }) => item(`${lane} undo ${change}`, { before, after })),
  ]);
}

function item(name: string, value: unknown): [string, string] {
  return [name, canonical(value)];
}
