import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWriteQueue } from './write-queue.ts';

let folder: string;
let db: DatabaseSync;
let queue: ReturnType<typeof createWriteQueue>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stellwerk-queue-'));
  db = new DatabaseSync(join(folder, 'a.db'), { timeout: 5_000 });
  db.exec('pragma journal_mode = wal; create table t (v text not null)');
  queue = createWriteQueue(db);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const insert = (value: string | null) =>
  queue.run(async () => void db.prepare('insert into t values (?)').run(value), true);
const rows = () =>
  db
    .prepare('select v from t')
    .all()
    .map(({ v }) => v);

it('takes a failed transaction back alone', async () => {
  const results = await Promise.allSettled([insert('a'), insert(null), insert('b')]);

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(rows()).toEqual(['a', 'b']);
});

it('answers only once the commit is done', async () => {
  const other = new DatabaseSync(join(folder, 'a.db'), { readOnly: true });
  const answers = ['a', 'b', 'c'].map(async (value) => {
    await insert(value);
    return other.prepare('select count(*) as n from t').get()?.n;
  });

  expect(await Promise.all(answers)).toEqual([3, 3, 3]);
  other.close();
});

it('refuses everybody of a commit when the disk is full, and goes on when there is room', async () => {
  const pages = Number(db.prepare('pragma page_count').get()?.page_count);
  db.exec(`pragma max_page_count = ${pages}`);
  const large = 'x'.repeat(50_000);

  const refused = await Promise.allSettled([insert('small'), insert(large), insert('small')]);

  expect(refused.map(({ status }) => status)).toContain('rejected');
  expect(rows()).toHaveLength(refused.filter(({ status }) => status === 'fulfilled').length);
  expect(db.isTransaction).toBe(false);
  db.exec('pragma max_page_count = 100000');
  await insert(large);
  expect(rows()).toContain(large);
});

it('gives way to other work between commits', async () => {
  const order: string[] = [];
  const first = insert('a').then(() => order.push('first'));
  setImmediate(() => order.push('socket'));
  const second = first.then(() => insert('b')).then(() => order.push('second'));

  await second;

  expect(order).toEqual(['first', 'socket', 'second']);
});
