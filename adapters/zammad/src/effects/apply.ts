import type { Applied, Found } from '@stellwerk/ports';
import { addNote, findArticle, publicNotice } from './articles.ts';
import { assignGroup, setPriority, setStatus } from './assignment.ts';
import type { EffectContext } from './effect-context.ts';
import { clearTier, setTier } from './set-tier.ts';
import { ensureTags } from './tags.ts';

/** Carries out one wanted end. Each reads first and writes only what differs. */
export function applyEffect(effect: EffectContext): Promise<Applied> {
  const { write } = effect.sendable.effect;
  switch (write.kind) {
    case 'set_tier':
      return setTier(effect, write.tier);
    case 'clear_tier':
      return clearTier(effect);
    case 'ensure_tags':
      return ensureTags(effect, write);
    case 'add_note':
      return addNote(effect, write.text);
    case 'public_notice':
      return publicNotice(effect, write.text);
    case 'assign_group':
      return assignGroup(effect, write.group);
    case 'set_priority':
      return setPriority(effect, write.priority);
    case 'set_status':
      return setStatus(effect, write.status);
  }
}

/** Looks an effect up. The others may simply be repeated, so nothing of theirs is looked for. */
export function findEffect(effect: EffectContext): Promise<Found> {
  const { kind } = effect.sendable.effect.write;
  if (kind === 'add_note' || kind === 'public_notice') return findArticle(effect);
  return Promise.resolve({ kind: 'absent' });
}
