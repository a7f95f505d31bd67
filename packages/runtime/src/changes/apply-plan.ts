import { canonical } from '@stellwerk/core';
import type { AppliedChange, LaneOutcome } from '@stellwerk/ports';
import { decideStanding } from '../decide-lane.ts';
import { readDerivedKey } from '../derived-keys.ts';
import { ChangeRefused } from './change-refused.ts';
import { decideOnLane } from './decide-on-lane.ts';
import {
  makePlan,
  type Plan,
  type PlanDeps,
  type PlannedObject,
  type PlannedSwitch,
  type PlannedWrite,
  planDifferences,
  provisioningOf,
  setupSignal,
} from './plan.ts';
import { planUndo, sendUndo } from './undo.ts';

/** How a plan is carried out. */
export interface ApplyOptions {
  readonly id: string;
  readonly by: string;
  /** Name of the secret that a connection's webhook is signed with, or null where none can be kept. */
  readonly secretName: (connection: string) => string | null;
  /** Sends what is on its way before objects are taken away; resolves once nothing of it is left. */
  readonly settle: (connections: readonly string[]) => Promise<void>;
  readonly onStep?: (object: PlannedObject) => void;
}

/** What carrying out a plan came to. */
export interface AppliedPlan {
  readonly plan: Plan;
  /** It had been carried out before: nothing was done. */
  readonly already: boolean;
  /** It had been begun before and was gone on with. */
  readonly resumed: boolean;
  readonly objects: number;
  readonly switches: number;
  /** Writes to tickets that were set on their way. */
  readonly writes: number;
  readonly undos: number;
  /** Webhook secrets that a provider made and that are kept now: a running `serve` reads them when it starts. */
  readonly secrets: readonly string[];
}

/**
 * Carries out a reviewed plan. One that was not begun yet is made again and compared: a difference means that it is stale.
 * Every step looks at what is done already, so a plan that was interrupted anywhere is gone on with by calling again.
 * Throws ChangeRefused, and Conflict where an object was changed meanwhile.
 */
export async function applyPlan(deps: PlanDeps, options: ApplyOptions): Promise<AppliedPlan> {
  const { store } = deps;
  const stored = await store.changes.plan(options.id);
  if (!stored) throw new ChangeRefused('PLAN_UNKNOWN', `There is no plan ${options.id}`);
  const plan = JSON.parse(stored.content) as Plan;
  const nothing = { plan, objects: 0, switches: 0, writes: 0, undos: 0, secrets: [] };
  if (stored.state === 'applied') return { ...nothing, already: true, resumed: false };

  if (stored.state === 'open') await begin(deps, options, plan);
  else if (plan.policyVersion !== deps.engine.policyVersion) throw stale(options.id, ['policy']);
  const done =
    plan.request.purpose === 'setup' ? await setUp(deps, options, plan) : await takeAway(deps, options, plan);
  await store.changes.setPlanState(options.id, 'applied');
  return { ...nothing, ...done, already: false, resumed: stored.state === 'applying' };
}

async function begin(deps: PlanDeps, { id, by }: ApplyOptions, plan: Plan): Promise<void> {
  const differences = planDifferences(plan, await makePlan(deps, plan.request));
  if (differences.length > 0) throw stale(id, differences);
  await deps.store.changes.setPlanState(id, 'applying');
  await deps.store.admin.audit({ at: deps.clock.now(), actor: by, action: 'plan.apply', target: id, detail: null });
}

function stale(id: string, differences: readonly string[]): ChangeRefused {
  return new ChangeRefused('PLAN_STALE', `Plan ${id} is stale: ${differences.slice(0, 5).join(', ')}`, differences);
}

async function setUp(deps: PlanDeps, options: ApplyOptions, plan: Plan) {
  const made = await applyObjects(deps, options, plan.objects);
  await turnSwitches(deps, options, plan.switches);
  const writes = await sendWrites(deps, plan.writes);
  return { ...made, switches: plan.switches.length, writes };
}

/** Tickets first, while their fields still stand; then nothing more is written; then the objects. */
async function takeAway(deps: PlanDeps, options: ApplyOptions, plan: Plan) {
  const changes = await Promise.all(plan.undos.map(({ change }) => deps.store.changes.get(change)));
  const undos = await sendUndo(
    deps,
    await planUndo(
      deps,
      changes.filter((each) => each !== null),
    ),
  );
  await turnSwitches(deps, options, plan.switches);
  await options.settle(plan.request.connections);
  const { objects } = await applyObjects(deps, options, plan.objects);
  await nothingLeft(deps, plan);
  return { objects, switches: plan.switches.length, undos };
}

async function nothingLeft(deps: PlanDeps, { request }: Plan): Promise<void> {
  const left: string[] = [];
  for (const connection of request.connections) {
    const leftovers = (await provisioningOf(deps, connection)?.leftovers(setupSignal(deps))) ?? [];
    left.push(...leftovers.map(({ key }) => `${connection} ${key}`));
  }
  if (left.length > 0) throw new ChangeRefused('LEFT_BEHIND', `Still there: ${left.join(', ')}`, left);
}

async function applyObjects(deps: PlanDeps, options: ApplyOptions, planned: readonly PlannedObject[]) {
  const { store, clock } = deps;
  const known = await store.changes.list({ plan: options.id, limit: 10_000 });
  const done = new Set(known.map(({ connection, key }) => `${connection} ${key}`));
  const secrets: string[] = [];
  let objects = 0;
  for (const object of planned) {
    const { connection, key, action, before } = object;
    if (done.has(`${connection} ${key}`)) continue;
    options.onStep?.(object);
    const made = await provisioningOf(deps, connection)?.apply(object, deps.setup(connection), setupSignal(deps));
    if (!made) continue;
    const secret = secretOf(made, options.secretName(connection));
    if (secret !== null) secrets.push(secret.name);
    const change = { connection, key, action, before, after: made.now, remoteRef: made.remoteId, plan: options.id };
    await store.changes.recordObject({ ...change, undoOf: null, secret }, clock.now());
    objects += 1;
  }
  return { objects, secrets };
}

function secretOf({ webhookSecret }: AppliedChange, name: string | null) {
  return webhookSecret === null || name === null ? null : { name, value: webhookSecret };
}

async function turnSwitches(
  { store, clock }: PlanDeps,
  { by }: ApplyOptions,
  switches: readonly PlannedSwitch[],
): Promise<void> {
  for (const { connection, writeClass, to } of switches) {
    await store.connections.setMode(connection, writeClass, to, by, clock.now());
  }
}

/** Sets the reviewed writes on their way, and no others: what the rules want differently by now waits for its own plan. */
async function sendWrites(deps: PlanDeps, writes: readonly PlannedWrite[]): Promise<number> {
  let sent = 0;
  for (const [key, planned] of Map.groupBy(writes, ({ lane }) => lane)) {
    const lane = await deps.store.lanes.get(key);
    if (!lane) continue;
    const reviewed = new Set(planned.map(({ connection, write }) => `${connection} ${canonical(write)}`));
    await decideOnLane(deps, lane, async (work, now) => {
      const outcome = onlyReviewed(await decideStanding(deps, work, now), reviewed);
      sent += outcome.effects.filter(({ effect }) => isStand(effect.key)).length;
      return outcome;
    });
  }
  return sent;
}

function onlyReviewed(outcome: LaneOutcome, reviewed: ReadonlySet<string>): LaneOutcome {
  const effects = outcome.effects.filter(
    ({ effect: { key, connection, write } }) => !isStand(key) || reviewed.has(`${connection} ${canonical(write)}`),
  );
  return { ...outcome, effects };
}

const isStand = (key: string): boolean => readDerivedKey(key)?.kind === 'stand';
