import type { NotifierWrite } from '@stellwerk/core';
import type { Sendable } from '@stellwerk/ports';

/** A notice of one kind to the lead, as the runtime hands it over. */
export function notice(kind: NotifierWrite['kind'], text = 'Stellwerk · Stufe T2\nFrist in 15 min', channel = 0) {
  const told = { contact: 'lead', channel, text };
  const write: NotifierWrite =
    kind === 'notify_email' ? { kind, subject: 'Stellwerk · Ticket 1001 · Stufe T2', ...told } : { kind, ...told };
  const effect = {
    key: 'desk:ticket:12/frist/first_reply#1/notify:lead:0',
    connection: 'notify',
    writeClass: 'notifications',
    write,
    at: 0,
    mode: 'auto',
    coalesceKey: null,
    rule: 'frist',
    reason: { code: 'sla.due', rule: 'frist', facts: {} },
  } as const;
  return { effect, ticketId: '12', marker: 'A'.repeat(26), sendingSince: 0 } satisfies Sendable<NotifierWrite>;
}
