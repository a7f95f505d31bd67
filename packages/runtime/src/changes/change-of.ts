import { canonical, type Write } from '@stellwerk/core';
import type { ChangeFacts } from '@stellwerk/ports';
import { readDerivedKey } from '../derived-keys.ts';
import type { Shown } from './shown.ts';

/** How a ticket stood before a write and how it stands after it: names and values, never a text. */
export interface BeforeAfter {
  readonly before: ChangeFacts | null;
  readonly after: ChangeFacts | null;
}

/** What a write changes on a ticket that shows this. `shown` null: not known. Equal sides: it stands already. */
export function changeOf(write: Write, shown: Shown | null, remoteRef: string | null = null): BeforeAfter {
  switch (write.kind) {
    case 'set_tier':
      return { before: shown && { tier: shown.tier }, after: { tier: write.tier } };
    case 'clear_tier':
      return { before: shown && { tier: shown.tier }, after: { tier: null } };
    case 'assign_group':
      return { before: shown && { group: shown.group }, after: { group: write.group } };
    case 'set_priority':
      return { before: shown && { priority: shown.priority }, after: { priority: write.priority } };
    case 'ensure_tags':
      return tagChange(write, shown);
    case 'set_status':
      return { before: null, after: { status: write.status } };
    case 'create_issue':
      return { before: null, after: { issue: remoteRef, labels: write.labels } };
    case 'link_issue':
      return { before: null, after: { issue: write.issue.issue } };
    case 'comment_issue':
    case 'impact_comment':
      return { before: null, after: { issue: write.issue.issue, comment: remoteRef } };
    case 'label_issue':
      return { before: null, after: { issue: write.issue.issue, labels: write.add } };
    case 'add_note':
    case 'public_notice':
      return { before: null, after: { message: remoteRef } };
    default:
      return { before: null, after: { contact: write.contact } };
  }
}

/** Whether a change makes a difference. */
export function isDifference({ before, after }: BeforeAfter): boolean {
  return canonical(before) !== canonical(after);
}

/** Only the tags that change: whether each stood before and stands after. */
function tagChange(write: Write & { kind: 'ensure_tags' }, shown: Shown | null): BeforeAfter {
  const wanted = [...write.remove.map((tag) => [tag, false] as const), ...write.add.map((tag) => [tag, true] as const)];
  const after = Object.fromEntries(wanted);
  if (shown === null) return { before: null, after: { tags: after } };
  const changed = Object.entries(after).filter(([tag, stands]) => shown.tags.has(tag) !== stands);
  const facts = (flip: boolean) => ({ tags: Object.fromEntries(changed.map(([tag, on]) => [tag, on !== flip])) });
  return { before: facts(true), after: facts(false) };
}

const UNDOABLE: ReadonlySet<string> = new Set([
  'set_tier',
  'clear_tier',
  'ensure_tags',
  'assign_group',
  'set_priority',
]);

/** Whether such a write can be taken back: fields and tags can, what people have read cannot. */
export function isUndoable(action: string): boolean {
  return UNDOABLE.has(action);
}

/** The change that an effect takes back, or null for an effect of the rules. */
export function undoneChange(effectKey: string): number | null {
  const derived = readDerivedKey(effectKey);
  return derived?.kind === 'undo' && /^\d+$/.test(derived.base) ? Number(derived.base) : null;
}
