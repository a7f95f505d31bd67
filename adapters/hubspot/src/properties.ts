import type { HubspotConfig } from './config.ts';

/** Properties that every ticket has and the story is told from. */
const BASE_PROPERTIES = [
  'subject',
  'content',
  'createdate',
  'source_type',
  'hs_pipeline',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'hubspot_owner_id',
  'hs_merged_object_ids',
  'hs_last_csat_rating',
] as const;

/** All properties to ask for, with those the config names. HubSpot leaves out unknown ones without a word. */
export function propertiesOf(config: HubspotConfig): readonly string[] {
  const named = [config.tierProperty, config.tagsProperty, config.groupProperty, ...config.fields];
  return [...new Set([...BASE_PROPERTIES, ...named])];
}

/** Several values of a multi-checkbox. */
export function splitValues(text: string | null | undefined): readonly string[] {
  return (text ?? '').split(';').filter((part) => part !== '');
}
