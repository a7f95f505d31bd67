import type { WriteClass } from '@stellwerk/core';
import type { LaneKey } from './store.ts';

/** Facts as the ledger keeps them: names and values, no texts of messages. */
export type ChangeFacts = Readonly<Record<string, unknown>>;

/** What a write changed, told to the ledger in the commit of its outcome. */
export interface EffectChange {
  /** How it stood before; null where that is not known or nothing stood there. */
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
  /** The change that this one takes back. */
  readonly undoOf: number | null;
}

/** One line of the change ledger: something that Stellwerk changed outside. */
export interface Change {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly connection: string;
  /** A ticket's field, tag, note or issue; or an object of ours at the provider. */
  readonly kind: 'ticket' | 'object';
  readonly lane: LaneKey | null;
  /** Key of the effect, or of the provider's object. */
  readonly key: string;
  /** Kind of write, or `create`, `change`, `delete`. */
  readonly action: string;
  readonly writeClass: WriteClass | null;
  readonly rule: string | null;
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
  readonly remoteRef: string | null;
  /** Plan that it belongs to; null for what the rules did. */
  readonly plan: string | null;
  readonly undoOf: number | null;
  /** Set once it was taken back. */
  readonly undoneBy: number | null;
}

/** What came of a change of a provider's object. */
export interface ObjectChange {
  readonly connection: string;
  readonly key: string;
  readonly action: 'create' | 'change' | 'delete';
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
  readonly remoteRef: string;
  readonly plan: string | null;
  readonly undoOf: number | null;
  /** A secret that the provider made: kept, encrypted, in the same commit. */
  readonly secret: { readonly name: string; readonly value: string } | null;
}

/** Which lines of the ledger. */
export interface ChangeFilter {
  readonly connection?: string;
  readonly rule?: string;
  readonly plan?: string;
  readonly lane?: LaneKey;
  /** From this instant on, and before that one; epoch ms. */
  readonly since?: number;
  readonly until?: number;
  /** Only those before this id, for the next page. */
  readonly beforeId?: number;
  readonly limit: number;
}

/** A plan for people to review, and how far it has been carried out. */
export interface StoredPlan {
  readonly id: string;
  /** JSON of the plan. */
  readonly content: string;
  readonly state: 'open' | 'applying' | 'applied';
  readonly createdBy: string;
  readonly createdAt: number;
}

/** The change ledger, and the plans that were reviewed. */
export interface ChangeStore {
  /** Newest first. */
  list(filter: ChangeFilter): Promise<readonly Change[]>;
  get(id: number): Promise<Change | null>;
  /** Writes an object's change, and the secret that came with it, in one commit; a known one of the same plan changes nothing. */
  recordObject(change: ObjectChange, now: number): Promise<void>;
  savePlan(plan: Pick<StoredPlan, 'id' | 'content' | 'createdBy'>, now: number): Promise<void>;
  plan(id: string): Promise<StoredPlan | null>;
  setPlanState(id: string, state: StoredPlan['state']): Promise<void>;
}
