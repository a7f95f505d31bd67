import { describe, expect, it } from 'vitest';
import { issueEvents } from './issue-events.ts';
import { GithubTimeline } from './schema.ts';

const context = {
  self: { login: 'stellwerk-bot', id: '7', appId: '99' },
  observedAt: 5,
  provenance: 'poll',
  pseudonym: (kind: string, id: string) => `${kind}-${id}`,
} as const;
const jane = { id: 11, login: 'jane', type: 'User' };

function events(...rows: unknown[]) {
  return issueEvents(GithubTimeline.parse(rows), context);
}

describe('issueEvents', () => {
  it.each([
    ['completed', 'completed'],
    ['not_planned', 'not_planned'],
    ['duplicate', 'duplicate'],
    [null, 'completed'],
    ['something_new', 'completed'],
  ])('reads a closing with reason %s as %s', (raw, reason) => {
    const [event] = events({
      event: 'closed',
      id: 1,
      created_at: '2026-10-05T08:01:00Z',
      actor: jane,
      state_reason: raw,
    });

    expect(event).toMatchObject({
      key: 'timeline:1',
      type: 'issue_state_changed',
      to: 'closed',
      reason,
      at: Date.UTC(2026, 9, 5, 8, 1),
      actor: { kind: 'agent', ref: 'person-11' },
      provenance: 'poll',
    });
  });

  it('puts the comment before the closing that came with it, and both after what was earlier', () => {
    const at = '2026-10-05T08:01:00Z';
    const found = events(
      { event: 'closed', id: 20_000_000_001, created_at: at, actor: jane },
      { event: 'commented', id: 2_900_000_001, created_at: at, user: jane, body: 'secret text' },
      { event: 'labeled', id: 20_000_000_000, created_at: '2026-10-05T08:00:00Z', actor: jane, label: { name: 'bug' } },
    );

    expect(found.map((event) => event.key)).toEqual([
      'timeline:20000000000',
      'comment:2900000001',
      'timeline:20000000001',
    ]);
    expect(JSON.stringify(found)).not.toContain('secret text');
  });

  it.each([
    [{ actor: { id: 7, login: 'renamed', type: 'User' } }, 'self'],
    [{ actor: { id: 8, login: 'Stellwerk-Bot', type: 'User' } }, 'self'],
    [{ actor: jane, performed_via_github_app: { id: 99 } }, 'self'],
    [{ actor: { id: 12, login: 'dependabot[bot]', type: 'Bot' } }, 'bot'],
    [{ actor: jane, performed_via_github_app: { id: 98 } }, 'bot'],
    [{ actor: jane }, 'agent'],
    [{ actor: null }, 'unknown'],
  ])('tells who did it: %j is %s', (who, kind) => {
    const [event] = events({ event: 'reopened', id: 1, created_at: '2026-10-05T08:01:00Z', ...who });

    expect(event?.actor.kind).toBe(kind);
  });

  it('leaves out rows that say nothing to a ticket or have no id', () => {
    const at = '2026-10-05T08:01:00Z';
    const rows = [
      { event: 'cross-referenced', created_at: at, actor: jane },
      { event: 'committed', sha: 'abc' },
      { event: 'assigned', id: 3, created_at: at, actor: jane },
      { event: 'some_future_event', id: 4, created_at: at },
      { event: 'labeled', id: 5, created_at: at },
    ];

    expect(events(...rows)).toEqual([]);
  });
});
