import type { LaneClaim } from '@stellwerk/ports';
import { StoreUnavailable } from '@stellwerk/ports';
import type { Answered } from './answer-hints.ts';
import { answerHints } from './answer-hints.ts';
import { decideLane } from './decide-lane.ts';
import type { RuntimeDeps } from './deps.ts';
import { errorText } from './error-text.ts';

const MAX_CRASHES = 3;

/** What a turn with one lane came to. */
type Turn = 'idle' | 'decided' | 'busy' | 'waiting' | 'failed';

/**
 * Takes the next ready lane, fetches what its hints speak of, and lets the rules decide in one transaction. A lane in which
 * a process ended is worked on alone: ends the next one there too, no neighbour is suspected with it.
 */
export async function processNextLane(deps: RuntimeDeps): Promise<Turn> {
  const turn = await deps.turns.together(() => takeLane(deps, false));
  return turn === 'suspect' ? deps.turns.alone(() => takeLane(deps, true)) : turn;
}

async function takeLane(deps: RuntimeDeps, alone: true): Promise<Turn>;
async function takeLane(deps: RuntimeDeps, alone: boolean): Promise<Turn | 'suspect'>;
async function takeLane(deps: RuntimeDeps, alone: boolean): Promise<Turn | 'suspect'> {
  const { store, clock, worker, shares } = deps;
  const claim = await shares.claim((except) => store.lanes.claim(clock.now(), worker, except));
  if (!claim) return 'idle';
  try {
    return await takeClaimed(deps, claim, alone);
  } finally {
    shares.done(claim.lane.connection);
  }
}

async function takeClaimed(deps: RuntimeDeps, claim: LaneClaim, alone: boolean): Promise<Turn | 'suspect'> {
  if (claim.crashes > 0 && !alone) {
    await deps.store.lanes.defer(claim.lane, deps.clock.now(), 'waits until it can be worked on alone');
    return 'suspect';
  }
  try {
    return await processLane(deps, claim);
  } catch (error) {
    // the store is down: nothing can be noted there; the mark on the lane is found again later
    if (error instanceof StoreUnavailable) throw error;
    return failed(deps, claim, errorText(error));
  }
}

async function processLane(deps: RuntimeDeps, claim: LaneClaim): Promise<Turn> {
  const { lanes } = deps.store;
  if (claim.crashes >= MAX_CRASHES) return failed(deps, claim, `CRASHED: ${claim.crashes} workers ended on this event`);

  const { added, problem } = await answerHints(deps, claim);
  countFound(deps, claim, added);
  if (problem && added === 0 && (await lanes.state(claim.lane.key)) === null) {
    // nothing is known of this ticket yet: a decision now would make an empty one appear in lists
    return problem.kind === 'fault' ? failed(deps, claim, problem.error) : waiting(deps, claim, problem);
  }
  const decided = await lanes.decide(claim.lane, deps.clock.now(), (work) => decideLane(deps, work, deps.clock.now()));
  if (!problem) {
    deps.patience.answered(claim.lane.id);
    return decided;
  }
  if (problem.kind === 'fault') return failed(deps, claim, problem.error);
  return waiting(deps, claim, problem);
}

/** Events that only a comparison with the source brought: a webhook was lost. */
function countFound(deps: RuntimeDeps, { lane }: LaneClaim, added: number): void {
  if (!deps.polled.delete(lane.key) || added === 0) return;
  deps.counters.add('reconcile_found_total', { connection: lane.connection });
  deps.silence.found(lane.connection);
}

async function waiting(
  deps: RuntimeDeps,
  { lane }: LaneClaim,
  problem: Extract<Answered['problem'], { kind: 'wait' }>,
): Promise<Turn> {
  const patience = problem.failed ? deps.patience.missed(lane.id) : 0;
  const until = Math.max(problem.until, deps.clock.now() + patience);
  await deps.store.lanes.defer(lane, until, problem.error);
  return 'waiting';
}

async function failed(deps: RuntimeDeps, { lane }: LaneClaim, error: string): Promise<Turn> {
  const verdict = await deps.store.lanes.fail(lane, error, deps.clock.now());
  deps.logger.warn('lane failed', { lane: lane.key, verdict, error });
  return 'failed';
}
