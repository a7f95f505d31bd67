import { compareOrder, eventOrder, type TicketEvent } from '@stellwerk/core';
import type { AdapterContext, TicketHistory } from '@stellwerk/ports';
import { changeEvents } from './changes.ts';
import type { HubspotConfig } from './config.ts';
import { createdEvent } from './created.ts';
import { messageEvents } from './messages.ts';
import { createPeople } from './people.ts';
import { splitValues } from './properties.ts';
import type { CrmObject, Message, Owner, Pipelines } from './schema.ts';
import { eventMeta, type Story, valuesOf } from './story.ts';
import { createVocabulary } from './vocabulary.ts';

/** What was read of a ticket. */
export interface TicketReading {
  /** The id that was asked for: another one than the ticket's after a merge. */
  readonly askedId: string;
  readonly ticket: CrmObject;
  readonly contact: CrmObject | null;
  readonly company: CrmObject | null;
  readonly messages: readonly Message[];
  readonly notes: readonly CrmObject[];
  readonly owners: readonly Owner[];
  readonly pipelines: Pipelines;
  readonly appId: string | null;
}

/** Turns a reading into the ticket's story under HubSpot's own times. */
export function toTicketHistory(reading: TicketReading, config: HubspotConfig, context: AdapterContext): TicketHistory {
  const vocabulary = createVocabulary(config, reading.pipelines);
  const people = createPeople(reading, context);
  const { askedId } = reading;
  const merged = askedId !== reading.ticket.id;
  const ticket = merged ? { ...reading.ticket, id: askedId } : reading.ticket;
  const story: Story = { ...reading, ticket, config, context, people, vocabulary };

  const events = merged
    ? [createdEvent(story), mergedEvent(story, reading.ticket.id)]
    : [createdEvent(story), ...changeEvents(story), ...messageEvents(story), ...absorbedEvents(story)];
  return {
    ticketId: askedId,
    events: events.toSorted((a, b) => compareOrder(eventOrder(a), eventOrder(b))),
    persons: people.records,
    unknownValues: vocabulary.unknownValues,
  };
}

/** A merge makes a new ticket; the old ids answer as it. Of the old story only its end can still be told. */
function mergedEvent(story: Story, into: string): TicketEvent {
  const value = valuesOf(story.ticket, 'hs_merged_object_ids').at(-1);
  const meta = eventMeta(story, {
    key: `${story.ticket.id}:merged:${into}`,
    at: value?.timestamp ?? story.context.clock.now(),
    seq: 99,
    actor: story.people.setter(value),
    channel: 'unknown',
  });
  return { ...meta, type: 'merged', into };
}

function absorbedEvents(story: Story): readonly TicketEvent[] {
  const known = new Set<string>();
  return valuesOf(story.ticket, 'hs_merged_object_ids').flatMap((value) =>
    splitValues(value.value)
      .filter((source) => !known.has(source))
      .map((source) => {
        known.add(source);
        const meta = eventMeta(story, {
          key: `${story.ticket.id}:absorbed:${source}`,
          at: value.timestamp,
          seq: 99,
          actor: story.people.setter(value),
          channel: 'unknown',
        });
        return { ...meta, type: 'absorbed', source } as const;
      }),
  );
}
