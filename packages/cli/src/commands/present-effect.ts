import { type RenderOptions, renderReason, type Write } from '@stellwerk/core';
import type { StoredEffect } from '@stellwerk/ports';

/** An effect in lists: no text of a note, whose place is the ticket. */
export interface PresentedEffect {
  readonly id: number;
  readonly ticket: string;
  readonly connection: string;
  readonly writeClass: string;
  readonly kind: string;
  /** What it would do, in a few words. */
  readonly what: string;
  readonly rule: string;
  readonly why: string;
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly createdAt: number;
}

const HELD = 'HELD: ';

/** An effect as lists show it. */
export function presentEffect(stored: StoredEffect, options: RenderOptions): PresentedEffect {
  const { id, lane, effect, state, attempts, error, createdAt } = stored;
  return {
    id,
    ticket: lane.key,
    connection: effect.connection,
    writeClass: effect.writeClass,
    kind: effect.write.kind,
    what: whatOf(effect.write),
    rule: effect.rule,
    // what held it is nearer than why it was wanted
    why: error?.startsWith(HELD) ? error.slice(HELD.length) : renderReason(effect.reason, options),
    state,
    attempts,
    error,
    createdAt,
  };
}

function whatOf(write: Write): string {
  switch (write.kind) {
    case 'set_tier':
      return `set_tier ${write.tier}`;
    case 'ensure_tags':
      return ['ensure_tags', ...write.add.map((tag) => `+${tag}`), ...write.remove.map((tag) => `-${tag}`)].join(' ');
    case 'assign_group':
      return `assign_group ${write.group}`;
    case 'link_issue':
    case 'impact_comment':
      return `${write.kind} ${write.issue.issue}`;
    case 'set_priority':
      return `set_priority ${write.priority}`;
    case 'set_status':
      return `set_status ${write.status}`;
    case 'notify_webhook':
    case 'notify_email':
    case 'notify_teams':
    case 'notify_slack':
      return `${write.kind} ${write.contact}`;
    default:
      return write.kind;
  }
}
