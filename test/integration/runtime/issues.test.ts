import { readdir, readFile } from 'node:fs/promises';
import { createEngine, parsePolicy, type TicketEvent } from '@stellwerk/core';
import type { HelpdeskAdapter, IssueTracker, OwnIssue, TicketOpening } from '@stellwerk/ports';
import { Transient } from '@stellwerk/ports';
import { acceptProposal, drainEffects, drainLanes, fixedBugs, previewIssue } from '@stellwerk/runtime';
import { afterEach, describe, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { openRig } from './desk.ts';

const CANARY = 'Kanarienvogel';
let rig: Rig;
let opening: (ticket: string) => Promise<TicketOpening>;
let open: OwnIssue[];
afterEach(() => rig.close());

/** A desk whose tickets with the tag `bug` become issues, with the tracker's part of the policy. */
async function start(tracker: Record<string, unknown> = {}, mode: 'auto' | 'propose' = 'auto'): Promise<void> {
  const whole = { kind: 'github', repository: 'acme/product', ...tracker };
  const parsed = parsePolicy(
    {
      version: 1,
      preset: 'none',
      calendars: { office: { timezone: 'Europe/Berlin', week: { 'mon-fri': ['09:00-17:00'] } } },
      tiers: { T1: { name: 'First' } },
      plans: { basic: { calendar: 'office', default: true } },
      escalations: [{ id: 'bug', when: { tag: 'bug' }, do: [{ issue: 'bugs' }], mode }],
      trackers: { bugs: whole },
    },
    'test',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  rig = await openRig(createEngine(parsed.policy));
  await rig.live('tags', 'notes', 'issues', 'assignment', 'notifications');
  opening = async () => ({ subject: `Absturz beim PDF-Export`, message: `Mit Umlauten: HTTP 500. ${CANARY}` });
  open = [];
  adapter<HelpdeskAdapter>('acme').opening = (ticket) => opening(ticket);
  adapter<IssueTracker>('bugs').openIssues = async function* () {
    yield open;
  };
}

function adapter<A>(name: string): { -readonly [K in keyof A]: A[K] } {
  const connection = rig.deps.connections.get(name);
  if (!connection || connection.kind === 'notifier') throw new Error(name);
  return connection.adapter as unknown as { -readonly [K in keyof A]: A[K] };
}

function birth(requester: string): TicketEvent {
  return {
    type: 'created',
    key: 'created',
    at: rig.clock.now(),
    seq: 0,
    observedAt: rig.clock.now(),
    actor: { kind: 'requester', ref: requester },
    channel: 'email',
    provenance: 'webhook',
    status: { class: 'new', raw: 'new' },
    priority: { value: 'P2', raw: 'P2' },
    group: null,
    assignee: null,
    requester,
    organisation: null,
    tags: ['bug'],
    fields: {},
    tier: null,
    brand: null,
    features: null,
    number: '1001',
    url: null,
  };
}

async function bug(ticket: string): Promise<void> {
  rig.desk.put(ticket, birth(`person-${ticket}`));
  await rig.hint(ticket);
  await work();
}

async function work(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await drainLanes(rig.deps);
    await drainEffects(rig.deps, 'bugs');
  }
}

/** A person accepts, a moment after the present. */
async function accept(id: number | undefined): Promise<void> {
  rig.clock.advance(1_000);
  await acceptProposal(rig.deps, id ?? 0, 'anna');
  await work();
}

const effects = async (kind: string) =>
  (await rig.store.effects.list({ limit: 100 })).filter(({ effect }) => effect.write.kind === kind);
const events = async (ticket: string, type: string) =>
  (await rig.store.lanes.events(`acme:ticket:${ticket}`)).filter((event) => event.type === type);
const written = () => rig.bugs.written.map(({ effect }) => effect.write);

describe('what the customer wrote', () => {
  it('goes out where allowed, masked, and is stored nowhere', async () => {
    await start({ allowFields: ['subject', 'message'], redact: { onHit: 'mask' } });
    opening = async () => ({ subject: 'Absturz', message: `${CANARY}, karla@example.com` });

    await bug('7');

    const [write] = written();
    expect(write).toMatchObject({ kind: 'create_issue', title: 'Fehler aus dem Support Absturz #1001' });
    expect(JSON.stringify(write)).toContain(`${CANARY}, [E-Mail]`);
    expect(JSON.stringify(await rig.store.effects.list({ limit: 100 }))).not.toContain(CANARY);
    for (const file of await databaseFiles()) expect(file.includes(CANARY)).toBe(false);
  });

  it('does not go out unless allowed, though the search reads it', async () => {
    await start({ allowFields: [] });

    await bug('7');

    expect(JSON.stringify(written())).not.toMatch(/Absturz|Kanarienvogel/);
    expect(written()).toHaveLength(1);
  });

  it('waits for the helpdesk that cannot be asked now, and nothing is unclear at the tracker', async () => {
    await start({ allowFields: ['message'] });
    const works = opening;
    opening = async () => {
      throw new Transient('down', { ambiguous: true });
    };
    await bug('7');
    expect(await effects('create_issue')).toMatchObject([{ state: 'pending' }]);
    expect(written()).toEqual([]);

    opening = works;
    rig.clock.advance(120_000);
    await work();

    expect(written()).toHaveLength(1);
    expect(rig.bugs.found).toEqual([]);
  });
});

/** The database, its log beside it, as bytes. */
async function databaseFiles(): Promise<readonly Buffer[]> {
  const files = (await readdir(rig.folder)).filter((name) => name.startsWith('db.sqlite'));
  expect(files.length).toBeGreaterThan(0);
  return Promise.all(files.map((name) => readFile(`${rig.folder}/${name}`)));
}

describe('a hit in strict mode', () => {
  const said = (message: string) => {
    opening = async () => ({ subject: 'x', message });
  };

  it('holds the issue for a person, says how much was masked, and sends it masked once accepted', async () => {
    await start({ allowFields: ['message'], dedupe: { search: false } });
    said('Rückruf 030 1234567');

    await bug('7');

    const [held] = await effects('create_issue');
    expect(held).toMatchObject({ state: 'proposed', error: 'HELD: 1 × Telefon' });
    expect(written()).toEqual([]);
    expect(await events('7', 'issue_held')).toMatchObject([{ because: ['redaction'], masked: '1 × Telefon' }]);

    const shown = await previewIssue(rig.deps, held?.id ?? 0);
    expect(shown).toMatchObject({ verdict: 'hold', hits: { phone: 1 }, best: null });
    expect(shown?.body).toContain('Rückruf [Telefon]');

    await accept(held?.id);

    expect(written()).toHaveLength(1);
    expect(JSON.stringify(written())).toContain('Rückruf [Telefon]');
    expect(await events('7', 'issue_linked')).toMatchObject([{ how: 'created' }]);
  });

  it('holds it again where something else would go out than what was accepted', async () => {
    await start({ allowFields: ['message'], dedupe: { search: false } });
    said('Rückruf 030 1234567');
    await bug('7');
    said('Rückruf 030 1234567 oder karla@example.com');

    await accept((await effects('create_issue'))[0]?.id);

    expect(written()).toEqual([]);
    expect(await effects('create_issue')).toMatchObject([
      { state: 'proposed', error: 'HELD: 1 × E-Mail, 1 × Telefon' },
    ]);
  });

  it('takes no acceptance from before it was held: that person had not seen what is masked', async () => {
    await start({ allowFields: ['message'], dedupe: { search: false } }, 'propose');
    said('Rückruf 030 1234567');
    await bug('7');

    await accept((await effects('create_issue'))[0]?.id);
    expect(written()).toEqual([]);
    expect(await effects('create_issue')).toMatchObject([{ state: 'proposed', error: 'HELD: 1 × Telefon' }]);

    await accept((await effects('create_issue'))[0]?.id);
    expect(written()).toHaveLength(1);
  });

  it('knows the names of the ticket’s people', async () => {
    await start({ allowFields: ['message'], dedupe: { search: false } });
    said('Grüße von Karla');
    rig.desk.put('7', birth('person-7'));
    await rig.hint('7');
    const lane = 'acme:ticket:7';
    const persons = [{ pseudonym: 'person-7', name: 'Karla Kundin', email: 'karla@example.com' }];
    await rig.store.lanes.appendHistory(lane, { events: [], persons, hints: [], now: rig.clock.now() });

    await work();

    expect(await effects('create_issue')).toMatchObject([{ state: 'proposed', error: 'HELD: 1 × Name' }]);
  });
});

describe('an issue that is there already', () => {
  const issue = (n: number, title: string, body: string, marker: string | null = null): OwnIssue => ({
    issue: `acme/product#${n}`,
    title,
    body,
    marker,
  });
  const same = issue(3, 'Absturz beim PDF-Export', 'Mit Umlauten: HTTP 500, Kanarienvogel');

  it('is linked where it is alike enough, explained, and gets the impact of both tickets', async () => {
    await start();
    await bug('1');
    open = [{ ...same, issue: 'create_issue-1' }];
    await bug('2');

    expect(written().map(({ kind }) => kind)).toEqual(['create_issue', 'impact_comment']);
    expect(written()[1]).toMatchObject({ text: expect.stringContaining('| Tickets | 2 (offen: 2) |') });
    expect(await events('2', 'issue_linked')).toMatchObject([{ how: 'similar', score: 1, threshold: 0.75 }]);
    const codes = (await rig.store.lanes.decisions('acme:ticket:2')).map(({ reason }) => reason.code);
    expect(codes).toContain('issue.linked_similar');
    expect(await rig.store.lanes.linkedTo({ tracker: 'bugs', issue: 'create_issue-1' })).toHaveLength(2);
  });

  it('is asked about in between: link or create, and the other way is closed by the one taken', async () => {
    await start();
    open = [issue(3, 'Absturz beim PDF-Export', 'Drucker, Papierstau, Lampe blinkt im Flur')];
    await bug('7');

    const [create] = await effects('create_issue');
    const [link] = await effects('link_issue');
    expect(create).toMatchObject({
      state: 'proposed',
      error: expect.stringMatching(/^HELD: ≈ acme\/product#3 \(\d\d %\)$/),
    });
    expect(link).toMatchObject({ state: 'proposed', effect: { write: { issue: { issue: 'acme/product#3' } } } });

    await accept(link?.id);
    await accept(create?.id);

    expect(written().map(({ kind }) => kind)).toEqual(['link_issue']);
    expect(await events('7', 'issue_linked')).toMatchObject([{ how: 'chosen', issue: { issue: 'acme/product#3' } }]);
    expect(await effects('create_issue')).toMatchObject([
      { state: 'cancelled', error: 'ALREADY_LINKED: the ticket belongs to acme/product#3' },
    ]);
  });

  it('is created beside it where a person says so', async () => {
    await start();
    open = [issue(3, 'Absturz beim PDF-Export', 'Drucker, Papierstau, Lampe blinkt im Flur')];
    await bug('7');

    await accept((await effects('create_issue'))[0]?.id);

    expect(written().map(({ kind }) => kind)).toEqual(['create_issue']);
  });

  it('is created below, and where the policy wants no search', async () => {
    await start();
    open = [issue(3, 'Anmeldung langsam', 'Die Seite braucht dreißig Sekunden')];
    await bug('7');
    expect(written()).toHaveLength(1);
    await rig.close();

    await start({ dedupe: { search: false } });
    open = [same];
    await bug('7');
    expect(written()).toHaveLength(1);
  });

  it('is taken by its marker, as after a restored backup', async () => {
    await start();
    await bug('7');
    const marker = rig.bugs.written[0]?.marker ?? '';
    const { written: before } = rig.bugs;
    await rig.close();

    await start();
    expect(before).toHaveLength(1);
    open = [issue(9, 'ours', 'forgotten', marker)];
    await bug('7');

    expect(written()).toEqual([]);
    expect(await events('7', 'issue_linked')).toMatchObject([{ issue: { issue: 'acme/product#9' }, how: 'created' }]);
  });

  it('is searched again after the search has failed; nothing is unclear', async () => {
    await start();
    let tries = 0;
    adapter<IssueTracker>('bugs').openIssues = async function* () {
      tries += 1;
      if (tries === 1) throw new Transient('reset', { ambiguous: true });
      yield open;
    };
    await bug('7');
    expect(await effects('create_issue')).toMatchObject([{ state: 'pending' }]);

    rig.clock.advance(3_600_000);
    await work();

    expect(written()).toHaveLength(1);
    expect(rig.bugs.found).toEqual([]);
  });
});

it('fixed bugs whose customers were not told stand in a queue, the oldest first', async () => {
  await start({ dedupe: { search: false } });
  await bug('1');
  await bug('2');
  for (const [ticket, n] of [
    ['2', 0],
    ['1', 1],
  ] as const) {
    const [linked] = await events(ticket, 'issue_linked');
    if (linked?.type !== 'issue_linked') throw new Error('not linked');
    rig.clock.advance(60_000);
    const event: TicketEvent = {
      type: 'issue_state_changed',
      issue: linked.issue,
      to: 'closed',
      reason: 'completed',
      key: `closed:${n}`,
      at: rig.clock.now(),
      seq: 0,
      observedAt: rig.clock.now(),
      actor: { kind: 'agent', ref: null },
      channel: 'web',
      provenance: 'webhook',
    };
    await rig.store.lanes.appendEvent(`acme:ticket:${ticket}`, event, 'source', rig.clock.now());
  }
  await work();

  expect((await fixedBugs(rig.store)).map(({ lane, number, issue }) => [lane.ticketId, number, issue])).toEqual([
    ['2', '1001', 'create_issue-2'],
    ['1', '1001', 'create_issue-1'],
  ]);
});
