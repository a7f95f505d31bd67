import { isTier, TIERS, type Tier } from '@stellwerk/core';
import { type Applied, ValidationRefused } from '@stellwerk/ports';
import { CHANGED, type EffectContext, UNCHANGED } from './effect-context.ts';
import { ensureTags } from './tags.ts';

const tagOf = (tier: Tier): string => `tier::${tier.toLowerCase()}`;

/** Sets the tier attribute, and the tag where the config asks for it. */
export async function setTier(effect: EffectContext, tier: Tier): Promise<Applied> {
  const { client, config, sendable, call } = effect;
  // Zammad 6.5 stores any text in a select, so nothing else would stop a wrong one
  if (!isTier(tier)) throw new ValidationRefused('A tier is T0 to T4');

  const ticket = await client.ticket(sendable.ticketId, call.signal);
  if (!(config.tierField in ticket)) {
    throw new ValidationRefused(
      `Tickets have no attribute “${config.tierField}”: create it in Zammad's object manager`,
    );
  }
  const stands = ticket[config.tierField] === tier;
  if (!stands) await client.update(ticket.id, { [config.tierField]: tier }, call);
  const tagged = config.tierTag ? await ensureTags(effect, tierTags(tier)) : UNCHANGED;
  return stands && tagged.outcome === 'unchanged' ? UNCHANGED : CHANGED;
}

/** Empties the tier attribute, and takes our tags away where the config asks for them. */
export async function clearTier(effect: EffectContext): Promise<Applied> {
  const { client, config, sendable, call } = effect;
  const ticket = await client.ticket(sendable.ticketId, call.signal);
  const stands = ticket[config.tierField];
  const isEmpty = stands === undefined || stands === null || stands === '';
  if (!isEmpty) await client.update(ticket.id, { [config.tierField]: null }, call);
  const untagged = config.tierTag ? await ensureTags(effect, { add: [], remove: TIERS.map(tagOf) }) : UNCHANGED;
  return isEmpty && untagged.outcome === 'unchanged' ? UNCHANGED : CHANGED;
}

function tierTags(tier: Tier): { add: readonly string[]; remove: readonly string[] } {
  return { add: [tagOf(tier)], remove: TIERS.filter((other) => other !== tier).map(tagOf) };
}
