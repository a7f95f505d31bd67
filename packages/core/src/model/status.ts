/** What a ticket is waiting for, in our words. Providers' own names stay beside it as `raw`. */
export const STATUS_CLASSES = [
  'new',
  'open',
  'waiting_requester',
  'waiting_third_party',
  'waiting_dev',
  'solved',
  'closed',
  'deleted',
  'unknown',
] as const;
export type StatusClass = (typeof STATUS_CLASSES)[number];

/** A status as the provider names it, with the class its adapter takes it for. The policy's `mapping` may say otherwise. */
export interface StatusValue {
  readonly class: StatusClass;
  readonly raw: string;
}

/** Whether work on the ticket is over. */
export function isFinished(status: StatusClass): boolean {
  return status === 'solved' || status === 'closed' || status === 'deleted';
}
