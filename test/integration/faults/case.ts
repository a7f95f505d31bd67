import type { Simulator } from '@stellwerk/simulators';
import type { FaultRig } from './rig.ts';

/** A request that an operation makes: what faults are tried on. */
export interface Step {
  /** As the table's titles name it. */
  readonly name: string;
  /** `METHOD path`. */
  readonly on: RegExp;
  /** Whether it changes something there: then it is tried failing before and after. */
  readonly write: boolean;
}

/** A step by its method and path; GET changes nothing, and searches by POST say so. */
export function step(method: string, path: string, write = method !== 'GET'): Step {
  const pattern = path.replaceAll('/', '\\/').replaceAll(':id', '\\d+');
  return { name: `${method} ${path}`, on: new RegExp(`^${method} ${pattern}$`), write };
}

/** A provider on a rig. */
export interface Place {
  readonly rig: FaultRig;
  readonly simulator: Simulator;
}

/** One case. */
export interface Run {
  /** Names what belongs to it. */
  readonly id: string;
  /** Called when all is prepared: from now on the fault is waited for. */
  readonly strike: () => void;
  /** Called when the operation has come to its end; what is asked after it is not part of it. */
  readonly ended: () => void;
}

/** Something the runtime does at a provider. */
export interface Operation<P extends Place> {
  readonly name: string;
  /** Requests in the order in which they are made when nothing fails. */
  readonly steps: readonly Step[];
  /** Does it on a ticket or issue of its own, and returns how everything stands afterwards. */
  readonly run: (place: P, run: Run) => Promise<unknown>;
}
