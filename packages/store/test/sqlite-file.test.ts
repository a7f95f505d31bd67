import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { ConfigError, StoreUnavailable } from '@stellwerk/ports';
import { createManualClock } from '@stellwerk/testkit';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openSqliteStore } from '../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'stellwerk-file-'));
afterAll(() => rmSync(root, { recursive: true }));
const clock = createManualClock(1_000);
let made = 0;
let path: string;
beforeEach(() => {
  path = join(root, `${made++}.db`);
});

async function open(changes: Partial<Parameters<typeof openSqliteStore>[0]> = {}) {
  const store = await openSqliteStore({ path, keyFile: `${path}.key`, clock, ...changes } as never);
  if (changes.access === undefined) await store.migrate();
  return store;
}

async function holdInChild(): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const script = fileURLToPath(new URL('hold-store.child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: line.toString().trim() };
}

function delivery(key: string, body: string, persons = '7') {
  const subjects = [{ kind: 'ticket', id: persons } as const];
  const meta = { connection: 'desk', key, receivedAt: 1_000, sourceAt: null, headers: {}, state: 'accepted' } as const;
  return { ...meta, body: Buffer.from(body), subjects };
}

it('refuses a second process with a text that names the first', async () => {
  const store = await open();

  const { child, said } = await holdInChild();
  if (child.exitCode === null) await once(child, 'exit');

  expect(said).toContain(`in use by process ${process.pid} on`);
  expect(said).toContain('stop that one first');
  await store.close();
});

it('has a lane ready at once that a process held when it ended', async () => {
  const before = await open();
  await before.deliveries.accept(delivery('d1', '{}'));
  await before.lanes.claim(2_000, 'worker-that-ends');
  await before.close();

  const after = await open();

  expect(await after.lanes.nextReadyAt()).toBeLessThanOrEqual(2_000);
  expect((await after.lanes.claim(2_001, 'next-worker'))?.lane.ticketId).toBe('7');
  await after.close();
});

it('takes the file over at once from a process that was killed', async () => {
  const { child, said } = await holdInChild();
  expect(said).toBe('open');
  await expect(open()).rejects.toThrow(ConfigError);

  child.kill('SIGKILL');
  await once(child, 'exit');

  const store = await open();
  await expect(store.ping()).resolves.toBeUndefined();
  await store.close();
});

it('counts the marks of an earlier boot as crashes at once, without waiting for its heartbeat to grow old', async () => {
  const first = await open();
  await first.deliveries.accept(delivery('d1', '{}'));
  await first.lanes.claim(2_000, 'boot-1');
  await first.close();

  const second = await open();

  expect(await second.lanes.claim(2_001, 'boot-2')).toMatchObject({ crashes: 1 });
  await second.close();
});

it('lets a report read beside the process that serves, but not write', async () => {
  const serving = await open();
  await serving.connections.ensure('desk', 'zammad', 1_000);

  const report = await open({ access: 'read' });

  expect(await report.connections.list()).toHaveLength(1);
  await expect(report.connections.ensure('other', 'zammad', 1_000)).rejects.toThrow(StoreUnavailable);
  await report.close();
  await serving.close();
});

it('lets a short command write beside the process that serves', async () => {
  const serving = await open();

  const command = await open({ access: 'admin' });
  await command.secrets.set('token', 'abc', 1_000);
  await command.close();

  expect(await serving.secrets.get('token')).toBe('abc');
  await serving.close();
});

it('makes the key file for its owner only, and never twice', async () => {
  const store = await open();
  const key = readFileSync(`${path}.key`, 'utf8');
  await store.close();
  await (await open()).close();

  expect(statSync(`${path}.key`).mode & 0o777).toBe(0o600);
  expect(readFileSync(`${path}.key`, 'utf8')).toBe(key);
});

it('refuses a database whose key file is missing or another, and says which key it needs', async () => {
  await (await open()).close();
  copyFileSync(`${path}.key`, `${path}.kept`);

  rmSync(`${path}.key`);
  await expect(open()).rejects.toThrow(/is missing, but this database was sealed with key [0-9a-f]{16}/);
  expect(existsSync(`${path}.key`)).toBe(false);
  await expect(open({ key: 'cd'.repeat(32) } as never)).rejects.toThrow(/was sealed with key [0-9a-f]{16}/);

  const again = await open({ keyFile: `${path}.kept` } as never);
  await again.close();
});

it('keeps secrets unreadable in the file, and refuses one that was moved to another name', async () => {
  const store = await open();
  await store.secrets.set('zendesk/token', 'canary-4711', 1_000);
  await store.secrets.set('github/key', 'other', 1_000);
  await store.close();

  expect(readFileSync(path).includes('canary-4711')).toBe(false);
  const db = new DatabaseSync(path);
  db.exec(
    `update secret set sealed = (select sealed from secret where name = 'zendesk/token') where name = 'github/key'`,
  );
  db.close();
  const again = await open();
  await expect(again.secrets.get('github/key')).rejects.toThrow(/cannot be opened/);
  expect(await again.secrets.get('zendesk/token')).toBe('canary-4711');
  await again.close();
});

it('leaves no trace of an erased person in the database or its log', async () => {
  const store = await open();
  const person = { pseudonym: 'pseudonym-canary', name: 'Kanarius Vogel', email: 'kanarius@example.org' };
  await store.deliveries.accept(delivery('d1', `{"from":"${person.email}"}`));
  const event = {
    type: 'rated',
    score: 'good',
    points: null,
    key: 'a',
    at: 1,
    seq: 0,
    observedAt: 1,
    actor: { kind: 'requester', ref: person.pseudonym },
    channel: 'web',
    provenance: 'poll',
  } as const;
  const input = { events: [event], persons: [person], hints: [], now: 1_000 };
  await store.lanes.appendHistory('desk:ticket:7', input);
  await store.lanes.pause('desk:ticket:7', `asked by ${person.name}`);
  const note = { at: 1, actor: person.email, action: 'test', target: person.pseudonym, detail: `by ${person.name}` };
  await store.admin.audit(note);
  const traces = [person.pseudonym, person.name, person.email];
  const hits = () => traces.filter((t) => [path, `${path}-wal`].some((file) => readFileSync(file).includes(t)));
  expect(hits()).toEqual(traces);

  await store.persons.erase(person.pseudonym, 2_000);

  expect(hits()).toEqual([]);
  expect(await store.lanes.events('desk:ticket:7')).toHaveLength(1);
  await store.close();
});

it('nulls the body of a delivery in the commit that answers its last hint, and keeps it for what is dead', async () => {
  const store = await open();
  await store.deliveries.accept(delivery('good', 'body-1', '7'));
  await store.deliveries.accept(delivery('bad', 'body-2', '8'));
  const bodies = () => {
    const db = new DatabaseSync(path, { readOnly: true });
    const rows = db.prepare('select delivery_key as k, body is not null as kept from delivery order by k').all();
    db.close();
    return rows.map(({ k, kept }) => `${k}:${kept}`);
  };
  const first = await store.lanes.claim(2_000, 'w');
  const second = await store.lanes.claim(2_000, 'w');
  expect(bodies()).toEqual(['bad:1', 'good:1']);

  const hints = first?.hints.map(({ eventId }) => eventId) ?? [];
  await store.lanes.appendHistory('desk:ticket:7', { events: [], persons: [], hints, now: 2_000 });
  if (second) for (let i = 0; i < 5; i++) await store.lanes.fail(second.lane, 'gone', 2_000);

  expect(bodies()).toEqual(['bad:1', 'good:0']);
  await store.close();
});

it('keeps bodies only sealed when asked to keep them', async () => {
  const store = await open({ keepBodies: true });
  await store.deliveries.accept(delivery('d1', 'body-canary'));
  await store.close();

  expect(readFileSync(path).includes('body-canary')).toBe(false);
});

it('copies the running database; the copy holds all that was acknowledged before', async () => {
  const store = await open();
  for (let i = 0; i < 50; i++) await store.deliveries.accept(delivery(`d${i}`, '{}'));
  const writing = Array.from({ length: 50 }, (_, i) => store.deliveries.accept(delivery(`e${i}`, '{}')));

  await store.admin.backup(`${path}.copy`);
  await Promise.all(writing);
  await store.close();

  const db = new DatabaseSync(`${path}.copy`, { readOnly: true });
  expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const row = db.prepare(`select count(*) as n from delivery where delivery_key like 'd%'`).get();
  expect(row?.n).toBe(50);
  db.close();
});

it('writes the settings down that lose nothing', async () => {
  const store = await open();
  await store.close();

  const db = new DatabaseSync(path, { readOnly: true });
  expect(db.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  const loose = db
    .prepare(`select name from pragma_table_list where type = 'table' and strict = 0 and name not like 'sqlite_%'`)
    .all();
  expect(loose).toEqual([]);
  db.close();
});
