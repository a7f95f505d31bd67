import type { EventBody, TicketEvent } from '@stellwerk/core';
import { splitValues } from './properties.ts';
import { changesOf, eventMeta, type PropertyChange, type Story } from './story.ts';

type Tell = (story: Story, change: PropertyChange) => EventBody | null;

/** Events of every property that means something, under `<ticket>:<property>:<time>`. */
export function changeEvents(story: Story): readonly TicketEvent[] {
  return [...tellers(story)].flatMap(([property, tell]) =>
    changesOf(story, property).flatMap((change) => {
      const body = tell(story, change);
      if (!body) return [];
      const actor = story.people.setter(change.value);
      const meta = eventMeta(story, {
        key: `${story.ticket.id}:${property}:${change.value.timestamp}`,
        at: change.value.timestamp,
        seq: SEQUENCE.indexOf(body.type) + 1,
        actor,
        channel: actor.kind === 'self' ? 'api' : 'unknown',
      });
      return [{ ...meta, ...body }];
    }),
  );
}

// HubSpot does not order changes of one instant: what decides comes before what follows from it
const SEQUENCE: readonly string[] = [
  'group_changed',
  'assignee_changed',
  'tier_changed',
  'tags_changed',
  'priority_changed',
  'field_changed',
  'status_changed',
  'rated',
];

function tellers({ config }: Story): ReadonlyMap<string, Tell> {
  const fields = config.fields.map((name): [string, Tell] => [
    name,
    (_story, { before, value }) => ({ type: 'field_changed', field: name, from: before, to: value.value || null }),
  ]);
  return new Map<string, Tell>([
    ...fields,
    ['hs_pipeline_stage', statusChanged],
    [
      'hs_ticket_priority',
      ({ vocabulary }, { before, value }) => ({
        type: 'priority_changed',
        from: vocabulary.priority(before),
        to: vocabulary.priority(value.value),
      }),
    ],
    [
      'hubspot_owner_id',
      ({ people }, { before, value }) => ({
        type: 'assignee_changed',
        from: people.owner(before),
        to: people.owner(value.value),
      }),
    ],
    [
      config.groupProperty,
      (_story, { before, value }) => ({ type: 'group_changed', from: before, to: value.value || null }),
    ],
    [config.tagsProperty, tagsChanged],
    [
      config.tierProperty,
      ({ vocabulary }, { value }) => {
        const { tier, raw } = vocabulary.tier(value.value);
        return { type: 'tier_changed', to: tier, raw };
      },
    ],
    ['hs_last_csat_rating', (_story, { value }) => rated(value.value)],
  ]);
}

function statusChanged({ vocabulary }: Story, { before, value }: PropertyChange): EventBody {
  return {
    type: 'status_changed',
    from: before === null ? null : vocabulary.status(before),
    to: vocabulary.status(value.value),
  };
}

function tagsChanged(_story: Story, { before, value }: PropertyChange): EventBody | null {
  const [old, now] = [splitValues(before), splitValues(value.value)];
  const added = now.filter((tag) => !old.includes(tag)).toSorted();
  const removed = old.filter((tag) => !now.includes(tag)).toSorted();
  return added.length + removed.length > 0 ? { type: 'tags_changed', added, removed } : null;
}

/** HubSpot's survey knows 0 unhappy, 1 neutral, 2 happy; neutral is neither good nor bad. */
function rated(value: string | null): EventBody | null {
  if (value === '2') return { type: 'rated', score: 'good', points: 2 };
  return value === '0' ? { type: 'rated', score: 'bad', points: 0 } : null;
}
