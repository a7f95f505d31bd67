import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';
import { zammadPolicy } from './policy.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench(zammadPolicy('http://127.0.0.1:1'));
});
afterAll(() => bench.remove());

const EVENTS = [
  { type: 'created', at: '2026-11-23T08:00:00Z', actor: 'requester', priority: 'P1', tags: ['bug'] },
  { type: 'message', at: '2026-11-23T08:20:00Z', actor: 'agent' },
]
  .map((event) => JSON.stringify({ connection: 'zammad', ticket: '8', ...event }))
  .join('\n');

it('runs the rules over a file, without store and network, to the instant given', async () => {
  bench.write('events.ndjson', EVENTS);
  const args = ['simulate', '--events', 'events.ndjson', '--policy', 'stellwerk.yaml', '--at', '2026-11-23T09:00:00Z'];

  const json = await bench.stellwerk([...args, '--json']);
  const text = await bench.stellwerk([...args, '--lang', 'de']);

  expect(json).toMatchObject({ code: 0, stderr: '' });
  expect(json.json()).toMatchObject({
    at: Date.parse('2026-11-23T09:00:00Z'),
    tickets: [
      {
        ticket: '8',
        events: 2,
        spans: [{ tier: 'T2', rule: 'bug-nach-t2' }],
        // promised within 30 minutes, answered after 20
        clocks: [{ id: 'first_reply#1', state: 'met', usedMs: 1_200_000, targetMs: 1_800_000 }],
      },
    ],
  });
  expect(text.stdout).toContain('Stufe T2 durch Regel bug-nach-t2.');
  expect(text.stdout).toContain('zammad:8 · neu · P1');
  expect(text.stdout).toContain('Erste Antwort: eingehalten, 20min von 30min (immer)');
  expect(text.stdout).toContain('Erste Antwort: 100,0 % eingehalten (1 von 1), 0 offen');
});

it('lets time pass until the instant: later events are left out and deadlines come', async () => {
  bench.write('events.ndjson', EVENTS.replace('08:20', '08:40'));
  const run = async (at: string): Promise<unknown> =>
    (await bench.stellwerk(['simulate', '--events', 'events.ndjson', '--at', at, '--json'])).json();

  expect(await run('2026-11-23T08:29:00Z')).toMatchObject({ tickets: [{ events: 1, summary: { breaches: 0 } }] });
  expect(await run('2026-11-23T08:35:00Z')).toMatchObject({ tickets: [{ events: 1, summary: { breaches: 1 } }] });
});

it('refuses a file with a wrong line as a whole, with file, line and what was meant', async () => {
  bench.write('bad.ndjson', `${EVENTS}\n{"connection":"zammad","ticket":"8","type":"creatd","at":1}\nnothing\n`);

  const ran = await bench.stellwerk(['simulate', '--events', 'bad.ndjson']);

  expect(ran).toMatchObject({ code: 3, stdout: '' });
  expect(ran.stderr).toContain('2 error(s) in the event file');
  expect(ran.stderr).toMatch(/bad\.ndjson:3: type: .*Did you mean: created\?/);
  expect(ran.stderr).toContain('bad.ndjson:4: this line is no JSON');
});

it('compares two policy files: each figure and each ticket that differs', async () => {
  bench.write('events.ndjson', EVENTS);
  bench.write('tighter.yaml', zammadPolicy('http://127.0.0.1:1').replace('[30min, 1h', '[10min, 1h'));
  const args = ['simulate', '--events', 'events.ndjson', '--at', '2026-11-23T09:00:00Z', '--against'];

  const json = await bench.stellwerk([...args, 'tighter.yaml', '--json']);
  const text = await bench.stellwerk([...args, 'tighter.yaml', '--tickets', '--lang', 'de']);
  const same = await bench.stellwerk([...args, 'stellwerk.yaml', '--lang', 'de']);

  // answered after 20 minutes: within 30, not within 10
  expect(json.json()).toMatchObject({
    a: { breaches: 0 },
    b: { breaches: 1 },
    changes: expect.arrayContaining([{ figure: 'metrics.first_reply.attainment', a: 1, b: 0 }]),
    tickets: [{ ticket: '8', differences: [{ kind: 'clock', clock: 'first_reply#1' }] }],
  });
  expect(text.stdout).toContain('Erste Antwort: eingehalten 20min / 30min | verletzt 20min / 10min');
  expect(same.stdout).toBe('Kein Unterschied.\n');
});

it('runs over the stored history without an event file, and says how often each rule would have fired', async () => {
  await bench.stellwerk(['migrate']);

  const ran = await bench.stellwerk(['simulate', '--since', '90d', '--lang', 'de']);

  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('0 Tickets, 0 Ereignisse');
  expect(ran.stdout).toContain('dringend: hätte 0-mal ausgelöst in 90 Tagen');
});
