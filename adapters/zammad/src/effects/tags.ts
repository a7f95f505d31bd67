import { type Applied, Transient } from '@stellwerk/ports';
import { CHANGED, type EffectContext, UNCHANGED } from './effect-context.ts';

/** Adds and removes single tags, so that foreign ones stay. Zammad answers `true` whatever happened: we read again. */
export async function ensureTags(
  { client, sendable: { ticketId }, call }: EffectContext,
  wanted: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<Applied> {
  const before = new Set(await client.tags(ticketId, call.signal));
  // Zammad trims names; comparing untrimmed ones would write again and again
  const add = trimmed(wanted.add).filter((tag) => !before.has(tag));
  const remove = trimmed(wanted.remove).filter((tag) => before.has(tag));
  if (add.length + remove.length === 0) return UNCHANGED;

  for (const tag of add) await client.changeTag(ticketId, 'add', tag, call);
  for (const tag of remove) await client.changeTag(ticketId, 'remove', tag, call);

  const after = new Set(await client.tags(ticketId, call.signal));
  const reached = add.every((tag) => after.has(tag)) && remove.every((tag) => !after.has(tag));
  if (!reached) throw new Transient('The tags do not stand as wanted after writing them', { ambiguous: false });
  return CHANGED;
}

function trimmed(tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== '');
}
