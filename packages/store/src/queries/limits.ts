/** Failed tries after which an event is dead. */
export const MAX_ATTEMPTS = 5;
/** Deaths of the process in an event after which it is dead. */
export const MAX_CRASHES = 3;
/** After so many failed tries the events of a lane are taken one at a time, so that the bad one stands alone. */
const ALONE_AFTER_ATTEMPTS = 3;

/** Whether the lane's open events are to be taken one at a time, judged by the first of them. */
export function isAlone(first: { readonly attempts: number; readonly crashes: number } | undefined): boolean {
  return first !== undefined && (first.attempts >= ALONE_AFTER_ATTEMPTS || first.crashes > 0);
}
