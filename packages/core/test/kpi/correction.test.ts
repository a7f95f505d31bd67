import { describe, expect, it } from 'vitest';
import { renewRecord, type TicketEvent } from '../../src/index.ts';
import { at, policyOf, Story } from '../support/story.ts';
import { policy, recordOf } from './support.ts';

const lane = { connection: 'desk', ticketId: '1', key: 'desk:ticket:1' };
const story = () =>
  new Story()
    .created('2026-11-30 09:00')
    .message('2026-11-30 10:00', 'agent')
    .status('2026-11-30 11:00', 'agent', 'solved');

function renew(before: readonly TicketEvent[], after: readonly TicketEvent[], by = policy) {
  const record = recordOf(before, '2026-11-30 12:00');
  return renewRecord(record, { lane, policy: by, events: after, now: at('2026-11-30 14:00') });
}

describe('a record made anew', () => {
  it('corrects nothing where the ticket only went on', () => {
    const { events } = story().status('2026-11-30 13:00', 'requester', 'open');

    const { record, correction } = renew(story().events, events);

    expect(record?.reopenings).toHaveLength(1);
    expect(correction).toBeNull();
  });

  it('corrects what a late event shows to have been otherwise', () => {
    const { events } = story().message('2026-11-30 09:20', 'agent');

    const { record, correction } = renew(story().events, events);

    expect(record?.firstReply?.calMs).toBe(20 * 60_000);
    expect(correction).toMatchObject({
      connection: 'desk',
      ticket: '1',
      because: 'late_event',
      at: at('2026-11-30 14:00'),
    });
    const reply = correction?.changed.find(({ field }) => field === 'firstReply');
    expect(JSON.parse(reply?.before ?? '')).toMatchObject({ calMs: 60 * 60_000 });
    expect(JSON.parse(reply?.after ?? '')).toMatchObject({ calMs: 20 * 60_000 });
  });

  it.each(['merged', 'marked_spam', 'deleted'] as const)('is withdrawn when it was %s, however late', (type) => {
    const { events } = story().add('2026-11-30 13:30', 'agent', { type, into: '2' } as never);

    const { correction } = renew(story().events, events);

    expect(correction).toMatchObject({ because: 'withdrawn', changed: [{ field: 'withdrawn', before: 'null' }] });
  });

  it('names a new policy as the reason where that changed the figures', () => {
    const calendars = { office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['10:30-17:00'] } } };

    const { correction } = renew(story().events, story().events, policyOf({ calendars }, 'new'));

    expect(correction?.because).toBe('policy');
    expect(correction?.changed.map(({ field }) => field)).toContain('solutions');
  });
});
