import { isTier, type StatusClass, type Tier } from '@stellwerk/core';
import { type Applied, type Found, Unsupported, ValidationRefused } from '@stellwerk/ports';
import { stageValues } from '../vocabulary.ts';
import { type EffectContext, ensureProperty, needTicket } from './effect-context.ts';
import { ensureTags } from './tags.ts';
import { addNote, findNote, findNotice, publicNotice } from './texts.ts';

/** Carries out one wanted end. Each reads first and writes only what differs. */
export function applyEffect(effect: EffectContext): Promise<Applied> {
  const { config, sendable } = effect;
  const { write } = sendable.effect;
  switch (write.kind) {
    case 'set_tier':
      return setTier(effect, write.tier);
    case 'clear_tier':
      return ensureProperty(effect, effect.config.tierProperty, ''); // HubSpot empties a property by an empty text
    case 'ensure_tags':
      return ensureTags(effect, write);
    case 'add_note':
      return addNote(effect, write.text);
    case 'public_notice':
      return publicNotice(effect, write.text);
    case 'assign_group':
      return ensureProperty(effect, config.groupProperty, write.group);
    case 'set_priority':
      return ensureProperty(effect, 'hs_ticket_priority', config.priorities[write.priority]);
    case 'set_status':
      return setStatus(effect, write.status);
  }
}

/** Looks an effect up. The others may simply be repeated, so nothing of theirs is looked for. */
export function findEffect(effect: EffectContext): Promise<Found> {
  const { kind } = effect.sendable.effect.write;
  if (kind === 'add_note') return findNote(effect);
  if (kind === 'public_notice') return findNotice(effect);
  return Promise.resolve({ kind: 'absent' });
}

async function setTier(effect: EffectContext, tier: Tier): Promise<Applied> {
  if (!isTier(tier)) throw new ValidationRefused('A tier is T0 to T4');
  return ensureProperty(effect, effect.config.tierProperty, tier);
}

/** Moves the ticket to the first stage of its own pipeline that stands for the class. */
async function setStatus(effect: EffectContext, wanted: StatusClass): Promise<Applied> {
  const ticket = await needTicket(effect, ['hs_pipeline']);
  const pipeline = effect.pipelines.find(({ id }) => id === (ticket.properties.hs_pipeline ?? '0'));
  const classes = stageValues(effect.config, effect.pipelines);
  const stages = (pipeline?.stages ?? []).toSorted((a, b) => a.displayOrder - b.displayOrder);
  const stageOf = (status: StatusClass) => stages.find(({ id }) => classes.get(id)?.class === status);
  // most pipelines have one finished stage, whatever it is called
  const stage = stageOf(wanted) ?? (wanted === 'solved' ? stageOf('closed') : undefined);
  if (!stage)
    throw new Unsupported(`No stage stands for “${wanted}”: name one under stages in the connection's config`);
  return ensureProperty(effect, 'hs_pipeline_stage', stage.id);
}
