// The control of the ingest bench: the least that keeps a webhook safe. Hono, HMAC over the bytes, JSON, one row, one commit
// for all requests of a turn, on the same disk. No adapter, no lanes, no headers, no limits.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [, , path = '', secret = ''] = process.argv;
const db = new DatabaseSync(path);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = full; create table delivery (key text primary key, body blob) strict',
);
const insert = db.prepare('insert into delivery values (?, ?) on conflict do nothing');

interface Waiting {
  readonly key: string;
  readonly body: Uint8Array;
  readonly done: () => void;
}
let waiting: Waiting[] = [];

function commit(batch: readonly Waiting[]): void {
  db.exec('begin immediate');
  for (const { key, body } of batch) insert.run(key, body);
  db.exec('commit');
  for (const { done } of batch) done();
}

function keep(key: string, body: Uint8Array): Promise<void> {
  return new Promise((done) => {
    if (waiting.length === 0)
      setImmediate(() => {
        const batch = waiting;
        waiting = [];
        commit(batch);
      });
    waiting.push({ key, body, done });
  });
}

const app = new Hono();
app.post('/hooks/:id', async (c) => {
  const body = new Uint8Array(await c.req.arrayBuffer());
  const right = Buffer.from(`sha1=${createHmac('sha1', secret).update(body).digest('hex')}`);
  const given = Buffer.from(c.req.header('x-hub-signature') ?? '');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return c.json({ error: 'signature' }, 401);
  JSON.parse(Buffer.from(body).toString('utf8'));
  await keep(c.req.header('x-zammad-delivery') ?? '', body);
  return c.json({ duplicate: false }, 202);
});
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/hooks/x` })}\n`);
});
process.stdin.on('end', () => process.exit(0)).resume(); // must not outlive the bench
