/** The clocks of a customer's SLA. */
export const METRICS = [
  'first_reply',
  'next_reply',
  'update',
  'pausable_update',
  'requester_wait',
  'agent_work',
  'restore',
  'resolution',
  'waiting_dev',
] as const;
export type Metric = (typeof METRICS)[number];

/** The clocks of a tier span: time until somebody takes it, and time the tier has it. */
export const OLA_METRICS = ['accept', 'own'] as const;
export type OlaMetric = (typeof OLA_METRICS)[number];
