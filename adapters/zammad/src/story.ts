import type { Actor, Channel, EventMeta } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import type { ZammadConfig } from './config.ts';
import type { People } from './people.ts';
import type { Article, History, Ticket } from './schema.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that was read of one ticket, with what helps to understand it. */
export interface Story {
  readonly config: ZammadConfig;
  readonly context: AdapterContext;
  readonly ticket: Ticket;
  readonly history: History;
  readonly articles: readonly Article[];
  /** Tags as they stand now. */
  readonly tags: readonly string[];
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
