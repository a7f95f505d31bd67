import type { Text } from '@stellwerk/core';
import {
  type AppliedChange,
  Conflict,
  type ProviderChange,
  type ProviderObject,
  type Provisioning,
  type SetupRequest,
  Transient,
} from '@stellwerk/ports';
import { sameFacts } from './same-facts.ts';

/** What an object shows or is to show: only what we set, and no secret. */
export type ObjectFacts = Readonly<Record<string, unknown>>;

/**
 * Fact of an object whose secret the provider makes: `known` once the connection has it. Reading the secret is all there is to
 * do about it, so it never stands in the way of a change.
 */
export const SIGNING_SECRET = 'signingSecret';

/** An object as it stands at the provider now. */
export interface Standing {
  readonly remoteId: string;
  readonly shows: ObjectFacts;
  /** Whether we made it: only then may it be taken away. */
  readonly isOurs: boolean;
  /** Made in part by a run that ended in between: making it goes on from here. */
  readonly isUnfinished?: boolean;
}

/** One object that a connection may need: how it is found, what it is to show, how it is made and removed. */
export interface ManagedObject {
  readonly about: ProviderObject;
  /** Null when it is not to stand. */
  readonly wanted: ObjectFacts | null;
  /** What an admin should know before; by action. */
  readonly remarks?: Partial<Readonly<Record<ProviderChange['action'], Text>>>;
  read(signal: AbortSignal): Promise<Standing | null>;
  /** Makes or changes it so that it shows `wanted`. */
  write(standing: Standing | null, signal: AbortSignal): Promise<void>;
  remove(standing: Standing, signal: AbortSignal): Promise<void>;
  /** The secret that the provider made with it. */
  secret?(standing: Standing, signal: AbortSignal): Promise<string>;
}

/** The objects for a request, in the order they are made; without a request, all that may stand there, none of them wanted. */
export type ObjectsFor = (request: SetupRequest | null, signal: AbortSignal) => Promise<readonly ManagedObject[]>;

/** Plans, makes and removes objects by comparing what each shows with what it is to show. */
export function createProvisioning(connection: string, objectsFor: ObjectsFor): Provisioning {
  return {
    async plan(request, signal) {
      const objects = await objectsFor(request, signal);
      const changes: ProviderChange[] = [];
      for (const object of objects) {
        const change = changeOf(object, await object.read(signal));
        if (change !== null) changes.push(change);
      }
      return changes;
    },
    async apply(change, request, signal) {
      // what goes away is read without the request, so that it shows the same as when the plan was made
      const objects = await objectsFor(change.action === 'delete' ? null : request, signal);
      const object = objects.find(({ about }) => about.key === change.key);
      if (object !== undefined) return applyTo(object, change, connection, signal);
      if (change.action === 'delete') return gone(change.key);
      throw new Conflict(`${connection}: “${change.key}” is no longer asked for; plan again`);
    },
    async leftovers(signal) {
      const changes: ProviderChange[] = [];
      for (const object of await objectsFor(null, signal)) {
        const standing = await object.read(signal);
        if (standing?.isOurs) changes.push(described(object, 'delete', standing.shows, null));
      }
      return changes.reverse();
    },
  };
}

function changeOf(object: ManagedObject, standing: Standing | null): ProviderChange | null {
  const { wanted } = object;
  if (wanted === null) return standing?.isOurs ? described(object, 'delete', standing.shows, null) : null;
  if (standing === null) return described(object, 'create', null, wanted);
  return sameFacts(standing.shows, wanted) ? null : described(object, 'change', standing.shows, wanted);
}

function described(
  { about, remarks }: ManagedObject,
  action: ProviderChange['action'],
  before: ObjectFacts | null,
  after: ObjectFacts | null,
): ProviderChange {
  return { ...about, action, before, after, remark: remarks?.[action] ?? null };
}

async function applyTo(
  object: ManagedObject,
  change: ProviderChange,
  connection: string,
  signal: AbortSignal,
): Promise<AppliedChange> {
  const standing = await object.read(signal);
  if (!sameFacts(object.wanted, change.after)) throw moved(connection, change);
  if (isReached(standing, change)) return applied(object, change, standing, signal);
  if (!isAsPlanned(standing, change)) throw moved(connection, change);

  if (change.after !== null) await object.write(standing, signal);
  else if (standing !== null) await object.remove(standing, signal);

  // what the provider answered to the write is not believed: it is read
  const now = await object.read(signal);
  if (isReached(now, change)) return applied(object, change, now ?? standing, signal);
  throw new Transient(`${connection}: “${change.key}” does not stand as planned after the write`, { ambiguous: false });
}

function isReached(standing: Standing | null, { after }: ProviderChange): boolean {
  const shown = standing?.shows ?? null;
  return sameFacts(shown && { ...shown, [SIGNING_SECRET]: null }, after && { ...after, [SIGNING_SECRET]: null });
}

function isAsPlanned(standing: Standing | null, { action, before }: ProviderChange): boolean {
  if (action === 'create' && standing?.isUnfinished && standing.isOurs) return true;
  if (action === 'delete' && !standing?.isOurs) return false;
  return sameFacts(standing?.shows ?? null, before);
}

async function applied(
  object: ManagedObject,
  { key, after }: ProviderChange,
  standing: Standing | null,
  signal: AbortSignal,
): Promise<AppliedChange> {
  const made = after !== null && standing !== null && object.secret ? await object.secret(standing, signal) : null;
  return { key, remoteId: standing?.remoteId ?? '', now: after, webhookSecret: made };
}

const gone = (key: string): AppliedChange => ({ key, remoteId: '', now: null, webhookSecret: null });

function moved(connection: string, { key }: ProviderChange): Conflict {
  return new Conflict(`${connection}: “${key}” is no longer as the plan shows it; plan again`);
}
