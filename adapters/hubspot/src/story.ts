import type { Actor, Channel, EventMeta } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import type { HubspotConfig } from './config.ts';
import type { People } from './people.ts';
import type { CrmObject, Message, PropertyValue } from './schema.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that was read of one ticket, with what helps to understand it. */
export interface Story {
  readonly config: HubspotConfig;
  readonly context: AdapterContext;
  readonly ticket: CrmObject;
  readonly company: CrmObject | null;
  readonly messages: readonly Message[];
  readonly notes: readonly CrmObject[];
  readonly people: People;
  readonly vocabulary: Vocabulary;
}

/** The common part of an event. */
export function eventMeta(
  { context }: Story,
  event: {
    readonly key: string;
    readonly at: number;
    readonly seq: number;
    readonly actor: Actor;
    readonly channel: Channel;
  },
): EventMeta {
  return { ...event, observedAt: context.clock.now(), provenance: context.provenance() };
}

/** Values set within this time after creation are how the ticket was born: creating writes them a moment apart. */
const BIRTH_MS = 1000;

/** A property's values oldest first, one for each instant: the last one of an instant is the one that stayed. */
export function valuesOf(object: CrmObject, property: string): readonly PropertyValue[] {
  const byInstant = new Map<number, PropertyValue>();
  const oldestFirst = (object.propertiesWithHistory[property] ?? []).toReversed();
  for (const value of oldestFirst) byInstant.set(value.timestamp, value);
  return [...byInstant.values()].sort((a, b) => a.timestamp - b.timestamp);
}

/** The value a property was born with; undefined when it was first set later. */
export function birthValue({ ticket }: Story, property: string): PropertyValue | undefined {
  const [first] = valuesOf(ticket, property);
  // every ticket is born in a stage, however late the history says so
  const born = first && (property === 'hs_pipeline_stage' || first.timestamp <= ticket.createdAt + BIRTH_MS);
  return born ? first : undefined;
}

/** A change of a property: the value and the one before. */
export interface PropertyChange {
  readonly before: string | null;
  readonly value: PropertyValue;
}

/** A property's changes after birth, oldest first. */
export function changesOf(story: Story, property: string): readonly PropertyChange[] {
  const values = valuesOf(story.ticket, property);
  const born = birthValue(story, property);
  const later = born ? values.slice(1) : values;
  let before = born?.value || null;
  return later.map((value) => {
    const change = { before, value };
    before = value.value || null;
    return change;
  });
}
