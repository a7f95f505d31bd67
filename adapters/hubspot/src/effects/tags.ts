import { type Applied, Transient, ValidationRefused } from '@stellwerk/ports';
import { splitValues } from '../properties.ts';
import { type EffectContext, needTicket, recordedWrite, UNCHANGED } from './effect-context.ts';

/**
 * Adds and removes tags in our multi-checkbox property. A value must be an option first. Adding appends (a leading `;`), so a
 * tag that somebody else adds meanwhile stays; removing has to write the whole list.
 */
export async function ensureTags(
  effect: EffectContext,
  wanted: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<Applied> {
  const property = effect.config.tagsProperty;
  const before = await tagsNow(effect);
  const add = cleaned(wanted.add).filter((tag) => !before.includes(tag));
  const remove = cleaned(wanted.remove).filter((tag) => before.includes(tag));
  if (add.length + remove.length === 0) return UNCHANGED;

  const { client, sendable, call } = effect;
  if (add.length > 0) await addTags(effect, add);
  if (remove.length > 0) {
    const left = (await tagsNow(effect)).filter((tag) => !remove.includes(tag));
    await client.update(sendable.ticketId, { [property]: left.join(';') }, call);
  }

  const after = await tagsNow(effect);
  const reached = add.every((tag) => after.includes(tag)) && remove.every((tag) => !after.includes(tag));
  if (!reached) throw new Transient('The tags do not stand as wanted after writing them', { ambiguous: false });
  return recordedWrite(effect, property);
}

const MOST_TRIES = 3;

/**
 * Appends tags. HubSpot replaces the list of options as a whole, so somebody who adds one at the same time may have taken
 * ours out again: it is then refused as no option, and put in once more.
 */
async function addTags(effect: EffectContext, add: readonly string[]): Promise<void> {
  const { client, config, sendable, call } = effect;
  for (let attempt = 1; ; attempt += 1) {
    await ensureOptions(effect, add);
    try {
      await client.update(sendable.ticketId, { [config.tagsProperty]: `;${add.join(';')}` }, call);
      return;
    } catch (error) {
      if (!(error instanceof ValidationRefused)) throw error;
      if (attempt < MOST_TRIES) continue;
      if (await areOptions(effect, add)) throw error;
      throw new Transient('Others change the options of the tags', { ambiguous: false });
    }
  }
}

async function areOptions({ client, config, call }: EffectContext, tags: readonly string[]): Promise<boolean> {
  const { options } = await client.property(config.tagsProperty, call.signal);
  return tags.every((tag) => options.some((option) => option.value === tag));
}

async function tagsNow(effect: EffectContext): Promise<readonly string[]> {
  const property = effect.config.tagsProperty;
  const ticket = await needTicket(effect, [property]);
  if (!(property in ticket.properties)) {
    throw new ValidationRefused(`Tickets have no property “${property}”: create it in HubSpot as multiple checkboxes`);
  }
  return splitValues(ticket.properties[property]);
}

/** The list of options is replaced as a whole, so it is read first and keeps what is there. */
async function ensureOptions({ client, config, call }: EffectContext, tags: readonly string[]): Promise<void> {
  const { options } = await client.property(config.tagsProperty, call.signal);
  const missing = tags.filter((tag) => !options.some((option) => option.value === tag));
  if (missing.length === 0) return;
  const added = missing.map((tag, n) => ({ label: tag, value: tag, displayOrder: options.length + n, hidden: false }));
  await client.setOptions(config.tagsProperty, [...options, ...added], call);
}

function cleaned(tags: readonly string[]): string[] {
  const names = [...new Set(tags.map((tag) => tag.trim()))].filter((tag) => tag !== '');
  const wrong = names.find((tag) => tag.includes(';'));
  if (wrong !== undefined) throw new ValidationRefused('A HubSpot tag cannot contain a semicolon');
  return names;
}
