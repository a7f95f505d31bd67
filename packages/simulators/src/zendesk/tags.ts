import type { ZendeskTicket } from './model.ts';
import type { ZendeskState } from './state.ts';

/** Tags are lower case, without blanks, each once, in alphabetical order. */
export function cleanTags(tags: readonly string[]): string[] {
  const words = tags.flatMap((tag) => tag.toLowerCase().split(/[\s,]+/));
  return [...new Set(words.filter((word) => word !== ''))].sort();
}

/**
 * Drop-downs are backed by tags: a tag that is one of a drop-down's options sets the field, and its absence empties it.
 * When a second option's tag joins, the new one wins and the old one goes. Returns the tags that stay.
 */
export function fieldsForTags(
  state: ZendeskState,
  fields: Map<number, string | null>,
  wanted: readonly string[],
): string[] {
  let tags = cleanTags(wanted);
  for (const field of state.fields) {
    if (field.type !== 'tagger') continue;
    const options = new Set(field.options.map((option) => option.value));
    const present = tags.filter((tag) => options.has(tag));
    const old = fields.get(field.id) ?? null;
    const value = present.find((tag) => tag !== old) ?? present[0] ?? null;
    fields.set(field.id, value);
    tags = tags.filter((tag) => !options.has(tag) || tag === value);
  }
  return tags;
}

/** Writes custom fields and exchanges the tags that back them. Returns the ticket's tags afterwards. */
export function tagsForFields(
  state: ZendeskState,
  ticket: ZendeskTicket,
  values: ReadonlyMap<number, string | null>,
): string[] {
  let tags = ticket.tags;
  for (const [id, value] of values) {
    const field = state.fields.find((each) => each.id === id);
    if (!field) continue;
    const old = ticket.fields.get(id) ?? null;
    ticket.fields.set(id, value);
    if (field.type !== 'tagger') continue;
    tags = cleanTags([...tags.filter((tag) => tag !== old), ...(value === null ? [] : [value])]);
  }
  return tags;
}
