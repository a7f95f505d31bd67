export const ACTOR_KINDS = [
  'requester',
  'end_user',
  'agent',
  'light_agent',
  'bot',
  'automation',
  'system',
  'self',
  'unknown',
] as const;
/** Who did it. `self` is Stellwerk's own account; `automation` a rule of the helpdesk; `system` the product itself. */
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** Pseudonym of the person (HMAC of the provider's id), or null where there is none. Never a name or address. */
  readonly ref: string | null;
}

export const CHANNELS = ['email', 'web', 'phone', 'chat', 'bot', 'social', 'api', 'unknown'] as const;
/** The way a message or change came. */
export type Channel = (typeof CHANNELS)[number];

export const PROVENANCES = ['webhook', 'poll', 'backfill', 'import', 'engine', 'manual'] as const;
/** How we heard of it. Never read by a rule: the same history must give the same result however it arrived. */
export type Provenance = (typeof PROVENANCES)[number];
