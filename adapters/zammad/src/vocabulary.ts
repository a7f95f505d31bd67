import {
  isTier,
  type Priority,
  type PriorityValue,
  type StatusClass,
  type StatusValue,
  type Tier,
} from '@stellwerk/core';
import type { ZammadConfig } from './config.ts';
import type { State } from './schema.ts';

const CLASS_OF_TYPE: Readonly<Record<string, StatusClass>> = {
  new: 'new',
  open: 'open',
  'pending reminder': 'waiting_requester',
  // “pending close”: closes by itself unless the customer answers
  'pending action': 'waiting_requester',
  closed: 'closed',
  merged: 'closed',
  removed: 'deleted',
};

// for history rows whose state is gone, and accounts that may not list states
const CLASS_OF_NAME: Readonly<Record<string, StatusClass>> = { ...CLASS_OF_TYPE, 'pending close': 'waiting_requester' };

/** Translates Zammad's values into ours and remembers those that nobody has mapped. */
export interface Vocabulary {
  status(name: string, stateId: string | null): StatusValue;
  priority(name: string | null): PriorityValue;
  /** An empty attribute is no tier; so is a value Zammad should not have taken, such as `T9`. */
  tier(value: unknown): { readonly tier: Tier | null; readonly raw: string | null };
  readonly unknownValues: readonly string[];
}

/** Makes a vocabulary for one reading of a ticket. */
export function createVocabulary(config: ZammadConfig, states: readonly State[]): Vocabulary {
  const typeById = new Map(states.map((state) => [state.id, state.state_type]));
  const typeByName = new Map(states.map((state) => [state.name, state.state_type]));
  const priorities = new Map(Object.entries(config.priorities).map(([ours, name]) => [name, ours as Priority]));
  const unknown = new Set<string>();

  return {
    status(name, stateId) {
      const type = (stateId === null ? undefined : typeById.get(stateId)) ?? typeByName.get(name);
      const known = (type === undefined ? undefined : CLASS_OF_TYPE[type]) ?? CLASS_OF_NAME[name];
      if (known === undefined) unknown.add(`status:${name}`);
      return { class: known ?? 'unknown', raw: name };
    },
    priority(name) {
      if (name === null || name === '') return { value: null, raw: null };
      const value = priorities.get(name);
      if (value === undefined) unknown.add(`priority:${name}`);
      return { value: value ?? 'unknown', raw: name };
    },
    tier(value) {
      if (value === null || value === undefined || value === '') return { tier: null, raw: null };
      if (isTier(value)) return { tier: value, raw: value };
      unknown.add(`tier:${String(value)}`);
      return { tier: null, raw: String(value) };
    },
    get unknownValues() {
      return [...unknown].sort();
    },
  };
}
