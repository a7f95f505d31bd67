import { describe, expect, it } from 'vitest';
import { type LaneEvent, readEventLines, simulate } from '../src/index.ts';
import { at, policyOf } from './support/story.ts';

const H = 3_600_000;
const lines = (...events: readonly object[]): string =>
  events.map((event) => JSON.stringify({ connection: 'desk', ticket: '8', ...event })).join('\n');
const created = { type: 'created', at: '2026-12-02T09:00:00+01:00', actor: 'requester', priority: 'P2', group: 'L1' };
const reply = { type: 'message', at: '2026-12-02T10:00:00+01:00', actor: { kind: 'agent', ref: 'a1' } };

function eventsOf(text: string): readonly LaneEvent[] {
  const { events, issues } = readEventLines(text);
  expect(issues).toEqual([]);
  return events;
}

describe('an event file', () => {
  it('is one event a line; what a line leaves out is filled in', () => {
    expect(eventsOf(`${lines(created)}\n\n${lines(reply)}\n`)).toEqual([
      {
        connection: 'desk',
        ticket: '8',
        key: 'line:1',
        at: at('2026-12-02 09:00'),
        seq: 1,
        observedAt: at('2026-12-02 09:00'),
        actor: { kind: 'requester', ref: null },
        channel: 'unknown',
        provenance: 'import',
        type: 'created',
        status: { class: 'new', raw: 'new' },
        priority: { value: 'P2', raw: 'P2' },
        group: 'L1',
        assignee: null,
        requester: null,
        organisation: null,
        tags: [],
        fields: {},
        tier: null,
        brand: null,
        features: null,
        number: '8',
        url: null,
      },
      expect.objectContaining({
        key: 'line:3',
        messageId: 'line:3',
        visibility: 'public',
        autoReply: false,
        actor: { kind: 'agent', ref: 'a1' },
      }),
    ]);
  });

  it('keeps what it says, drops keys nobody knows, and takes numbers as ids', () => {
    const text = lines({
      ...reply,
      ticket: 8,
      key: 'article:5',
      seq: 7,
      observedAt: 5,
      causedBy: 'k',
      hello: 'world',
      messageId: 'm',
    });
    const [event] = eventsOf(text);

    expect(event).toMatchObject({
      ticket: '8',
      key: 'article:5',
      seq: 7,
      observedAt: 5,
      causedBy: 'k',
      messageId: 'm',
    });
    expect(event).not.toHaveProperty('hello');
  });

  it('reads every type of event, and the engine’s own form back as it was', () => {
    const issue = { tracker: 'gh', issue: 'a/b#1' };
    const bodies = [
      { type: 'status_changed', from: { class: 'new', raw: 'neu' }, to: { class: 'open', raw: 'offen' } },
      { type: 'priority_changed', from: { value: null, raw: null }, to: { value: 'unknown', raw: 'hoch' } },
      { type: 'group_changed', from: null, to: 'L2' },
      { type: 'assignee_changed', from: 'a', to: null },
      { type: 'tags_changed', added: ['x'], removed: [] },
      { type: 'field_changed', field: 'f', from: 1, to: true },
      { type: 'organisation_changed', to: { ref: 'o', fields: { plan: 'Gold' } } },
      { type: 'requester_changed', to: null },
      { type: 'tier_changed', to: 'T2', raw: 'tier_t2' },
      { type: 'rated', score: 'bad', points: 2 },
      { type: 'merged', into: '9' },
      { type: 'absorbed', source: '7' },
      { type: 'deleted' },
      { type: 'restored' },
      { type: 'marked_spam' },
      { type: 'time_logged', minutes: 15 },
      { type: 'issue_linked', issue, effectKey: 'e', how: 'similar' },
      {
        type: 'issue_held',
        tracker: 'gh',
        effectKey: 'e',
        because: ['redaction', 'similar'],
        masked: '1 × Name',
        candidate: 'a/b#2',
        score: 0.6,
        fingerprint: 'f',
      },
      { type: 'issue_released', issue, by: 'milestone', name: '2.4' },
      { type: 'issue_state_changed', issue, to: 'closed', reason: 'completed' },
      { type: 'issue_labelled', issue, label: 'l', present: true },
      { type: 'issue_commented', issue, commentId: 'c' },
      { type: 'proposal_accepted', effectKey: 'e' },
      { type: 'proposal_dismissed', effectKey: 'e' },
    ];
    const whole = bodies.map((body, n) => ({
      connection: 'desk',
      ticket: '8',
      key: `k${n}`,
      at: 1_000 + n,
      seq: n,
      observedAt: 2_000,
      actor: { kind: 'agent', ref: null },
      channel: 'email',
      provenance: 'webhook',
      ...body,
    }));

    expect(eventsOf(whole.map((event) => JSON.stringify(event)).join('\n'))).toEqual(whole);
  });

  it.each([
    ['{"connection":', '', 'diese Zeile ist kein JSON', 'this line is no JSON', null],
    ['[]', '', 'ein Abschnitt mit Schlüsseln', 'a section with keys', null],
    [lines({ ...created, type: 'creatd' }), 'type', 'erwartet wird eines von', 'expected one of', 'created'],
    [lines({ ...created, at: 'yesterday' }), 'at', 'erwartet wird', 'expected', null],
    [lines({ ...created, ticket: '' }), 'ticket', 'mindestens 1', 'at least 1', null],
    [lines({ ...created, actor: 'agnt' }), 'actor', 'erwartet wird eines von', 'expected one of', 'agent'],
    [lines({ ...created, priority: 'P9' }), 'priority', 'erwartet wird eines von', 'expected one of', 'P1'],
    [lines({ ...created, tags: 'x' }), 'tags', 'erwartet wird eine Liste', 'expected a list', null],
    [lines({ type: 'merged', at: 1 }), 'into', 'erwartet wird ein Text', 'expected a text', null],
  ])('names the line of a mistake: %s', (line, path, de, en, nearest) => {
    const { events, issues } = readEventLines(`${lines(created)}\n${line}\n${lines(reply)}`);

    expect(events).toHaveLength(2);
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ line: 2, nearest });
    expect(issues[0]?.path.join('.')).toBe(path);
    expect(issues[0]?.text.de).toContain(de);
    expect(issues[0]?.text.en).toContain(en);
  });

  it('takes names of the prototype as plain data', () => {
    const [event] = eventsOf(
      '{"connection":"desk","ticket":"8","at":1,"type":"created","__proto__":{"x":1},"fields":{"__proto__":"y","constructor":"z"}}',
    );

    expect(event).toMatchObject({ type: 'created' });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

describe('simulate', () => {
  const policy = policyOf({
    escalations: [{ id: 'warn', when: { sla: 'any', at: '75%' }, do: [{ tag: 'add at_risk' }, { note: 'internal' }] }],
  });
  const until = at('2026-12-02 16:00');

  it('gives per ticket what the engine would decide, with sentences in both languages', () => {
    const [ticket, ...more] = simulate(policy, eventsOf(lines(created)), until);

    expect(more).toEqual([]);
    expect(Object.keys(ticket ?? {})).toEqual([
      'connection',
      'ticket',
      'events',
      'summary',
      'calendar',
      'spans',
      'clocks',
      'decisions',
      'effects',
      'nextAt',
    ]);
    expect(ticket).toMatchObject({
      connection: 'desk',
      ticket: '8',
      events: 1,
      summary: { number: '8', tier: 'T1', breaches: 1 },
    });
    expect(ticket?.spans).toEqual([
      {
        tier: 'T1',
        from: at('2026-12-02 09:00'),
        to: null,
        source: 'group',
        rule: null,
        cause: 'line:1',
        bounce: false,
      },
    ]);
    expect(ticket?.clocks[0]).toMatchObject({
      id: 'first_reply#1',
      state: 'running',
      targetText: '4h',
      usedMs: 7 * H,
      breachedAt: at('2026-12-02 13:00'),
    });
    expect(ticket?.clocks[0]).not.toHaveProperty('breachAt');
    expect(ticket?.decisions.find(({ reason }) => reason.code === 'sla.started')?.text).toEqual({
      de: 'Uhr „Erste Antwort“ gestartet: Ziel 4h nach Kalender office, fällig 02.12.2026 13:00 (basic, P2).',
      en: 'Clock “first reply” started: target 4h by calendar office, due 2026-12-02 13:00 (basic, P2).',
    });
    expect(ticket?.effects.map(({ key }) => key)).toEqual([
      'desk:ticket:8/tiering/line:1/set_tier:T1',
      'desk:ticket:8/warn/first_reply#1/tag:add:at_risk',
      'desk:ticket:8/warn/first_reply#1/note:0'.replace('note:0', 'note:1'),
    ]);
  });

  it('knows nothing of what happens after the instant', () => {
    const events = eventsOf(lines(created, reply));
    const [before] = simulate(policy, events, at('2026-12-02 10:00') - 1);
    const [after] = simulate(policy, events, at('2026-12-02 10:00'));

    expect(before).toMatchObject({ events: 1, nextAt: at('2026-12-02 12:00'), clocks: [{ state: 'running' }, {}] });
    expect(after).toMatchObject({ events: 2, clocks: [{ state: 'met', usedMs: H }, {}] });
    expect(simulate(policy, events, 0)).toEqual([]);
  });

  it('gives the same in any order of the lines, with doubles, and leaves its input alone', () => {
    const keyed = lines(
      { ...created, key: 'a', seq: 1 },
      { ...reply, key: 'b', seq: 2 },
      { ...created, ticket: '10', key: 'a', seq: 1 },
      { ...created, connection: 'aaa', key: 'a', seq: 1 },
    );
    const events = eventsOf(keyed);
    const copy = structuredClone(events);

    const forward = simulate(policy, events, until);
    const backward = simulate(policy, [...events, ...events].reverse(), until);

    expect(backward).toEqual(forward);
    expect(forward.map(({ connection, ticket }) => `${connection} ${ticket}`)).toEqual(['aaa 8', 'desk 8', 'desk 10']);
    expect(events).toEqual(copy);
  });

  it('is plain JSON', () => {
    const result = simulate(policy, eventsOf(lines(created, reply)), until);

    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('names each wanted end once', () => {
    const rules = policyOf({
      trackers: { gh: { kind: 'github', repository: 'a/b' } },
      escalations: [
        { id: 'a', when: { agentReplies: '>=1' }, do: [{ issue: 'gh' }] },
        { id: 'b', when: { agentReplies: '>=1' }, do: [{ issue: 'gh' }] },
      ],
    });
    const [ticket] = simulate(rules, eventsOf(lines(created, reply)), until);

    expect(ticket?.effects.filter(({ write }) => write.kind === 'create_issue')).toEqual([
      expect.objectContaining({ at: at('2026-12-02 10:00'), reason: expect.objectContaining({ rule: 'a' }) }),
    ]);
  });

  it('does not stop at a story without a beginning', () => {
    expect(simulate(policy, eventsOf(lines(reply)), until)).toEqual([
      expect.objectContaining({ spans: [], clocks: [], decisions: [], effects: [], nextAt: null }),
    ]);
  });
});
