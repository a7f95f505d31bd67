import type { TicketEvent } from '@stellwerk/core';

const WEEK_MS = 7 * 86_400_000;

/** A ticket's week of so many messages: notes among agents, or agent and customer by turns. Whatever their number, as much time passes. */
export function talk(length: number, visibility: 'public' | 'internal'): readonly TicketEvent[] {
  const begin = Date.UTC(2026, 8, 1, 8);
  const step = Math.floor(WEEK_MS / length);
  return Array.from({ length }, (_, n): TicketEvent => {
    const meta = { key: `e:${n}`, at: begin + n * step, seq: n, observedAt: 0, channel: 'email' } as const;
    const customer = n === 0 || (visibility === 'public' && n % 2 === 0);
    const who = { actor: { kind: customer ? 'requester' : 'agent', ref: 'a' }, provenance: 'poll' } as const;
    const features = { length: 80, language: 'de', patterns: [] };
    if (n === 0) return { ...meta, ...who, type: 'created', ...birth, features };
    return { ...meta, ...who, type: 'message', messageId: `${n}`, visibility, autoReply: false, features };
  });
}

const birth = {
  status: { class: 'open', raw: 'open' },
  priority: { value: 'P3', raw: '2 normal' },
  group: '1st Level',
  assignee: 'a',
  requester: 'c',
  organisation: null,
  tags: [],
  fields: {},
  tier: null,
  brand: null,
  number: '1',
  url: null,
} as const;
