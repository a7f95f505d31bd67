import {
  isTier,
  type Priority,
  type PriorityValue,
  type StatusClass,
  type StatusValue,
  type Tier,
} from '@stellwerk/core';
import type { HubspotConfig } from './config.ts';
import type { Pipelines } from './schema.ts';

/** Translates HubSpot's values into ours and remembers those that nobody has mapped. */
export interface Vocabulary {
  /** Class of a stage id, with the stage's label as people see it. */
  status(stageId: string | null): StatusValue;
  priority(value: string | null): PriorityValue;
  tier(value: string | null): { readonly tier: Tier | null; readonly raw: string | null };
  readonly unknownValues: readonly string[];
}

/** Makes a vocabulary for one reading of a ticket. */
export function createVocabulary(config: HubspotConfig, pipelines: Pipelines): Vocabulary {
  const stages = stageValues(config, pipelines);
  const priorities = new Map<string, Priority>();
  // where two of ours share a value of theirs, the higher one stands
  for (const ours of ['P4', 'P3', 'P2', 'P1'] as const) priorities.set(config.priorities[ours], ours);
  const unknown = new Set<string>();

  return {
    status(stageId) {
      const known = stages.get(stageId ?? '');
      if (known) return known;
      unknown.add(`status:${stageId ?? ''}`);
      return { class: 'unknown', raw: stageId ?? '' };
    },
    priority(value) {
      if (!value) return { value: null, raw: null };
      const known = priorities.get(value);
      if (known === undefined) unknown.add(`priority:${value}`);
      return { value: known ?? 'unknown', raw: value };
    },
    tier(value) {
      if (!value) return { tier: null, raw: null };
      if (isTier(value)) return { tier: value, raw: value };
      unknown.add(`tier:${value}`);
      return { tier: null, raw: value };
    },
    get unknownValues() {
      return [...unknown].sort();
    },
  };
}

/** Stages of the pipeline that HubSpot makes itself. */
const DEFAULT_PIPELINE: Readonly<Record<string, StatusClass>> = {
  '1': 'new',
  '2': 'waiting_requester',
  '3': 'open',
  '4': 'closed',
};

/** Class of every stage: what the config says, else closed or open as HubSpot says, the first of a pipeline being new. */
export function stageValues(config: HubspotConfig, pipelines: Pipelines): ReadonlyMap<string, StatusValue> {
  const values = new Map<string, StatusValue>();
  for (const pipeline of pipelines) {
    const byOrder = pipeline.stages.toSorted((a, b) => a.displayOrder - b.displayOrder);
    for (const [place, { id, label, metadata }] of byOrder.entries()) {
      const closed = metadata.ticketState ? metadata.ticketState === 'CLOSED' : metadata.isClosed === 'true';
      const usual: StatusClass = closed ? 'closed' : place === 0 ? 'new' : 'open';
      const inDefault = pipeline.id === '0' ? DEFAULT_PIPELINE[id] : undefined;
      values.set(id, { class: config.stages[id] ?? inDefault ?? usual, raw: label });
    }
  }
  return values;
}
