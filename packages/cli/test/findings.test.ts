import { join } from 'node:path';
import { readEventLines } from '@stellwerk/core';
import { drainLanes } from '@stellwerk/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRules } from '../src/compose.ts';
import { loadConfig } from '../src/installation/config.ts';
import { createLogger } from '../src/installation/logger.ts';
import { systemClock } from '../src/installation/system-clock.ts';
import { type Bench, createBench } from './bench.ts';
import { zammadPolicy } from './policy.ts';

// Office hours 08:00–18:00, a solution within 40 hours that stands still for the customer.
const policy = zammadPolicy('http://127.0.0.1:1')
  .replace('calendar: immer', 'calendar: buero')
  .replace('first_reply: [30min, 1h, 4h, 8h]', 'resolution: [40h, 40h, 40h, 40h]');

// Monday 23 November 2026, in UTC (Berlin is an hour ahead).
const EVENTS = [
  { type: 'created', at: '2026-11-23T08:00:00Z', actor: 'requester', priority: 'P2', tags: ['urgent'] },
  { type: 'message', at: '2026-11-23T09:00:00Z', actor: 'agent' },
  { type: 'status_changed', at: '2026-11-23T09:00:01Z', actor: 'agent', to: 'waiting_requester' },
  { type: 'message', at: '2026-11-23T10:00:00Z', actor: 'requester' },
  { type: 'status_changed', at: '2026-11-23T12:30:00Z', actor: 'agent', to: 'open' },
]
  .map((event) => JSON.stringify({ connection: 'zammad', ticket: '8', ...event }))
  .join('\n');

let bench: Bench;
beforeAll(async () => {
  bench = createBench(policy);
  const config = loadConfig(join(bench.folder, 'stellwerk.yaml'));
  const logger = createLogger('error');
  const { store, runtime, close } = await openRules({ config, env: {}, clock: systemClock, logger, access: 'admin' });
  const events = readEventLines(EVENTS).events.map(({ connection: _, ticket: __, ...event }) => event);
  await store.lanes.appendHistory('zammad:ticket:8', { events, persons: [], hints: [], now: Date.now() });
  await drainLanes(runtime, () => false);
  await close();
});
afterAll(() => bench.remove());

it('names the ticket that was paused while its customer had replied, with the time gained', async () => {
  const json = await bench.stellwerk(['findings', '--since', '2026-11-01', '--json']);
  const text = await bench.stellwerk(['findings', '--lang', 'de']);

  // from 11:00 to 13:30 in Berlin
  expect(json.json()).toMatchObject({
    tickets: 1,
    findings: [{ kind: 'pause_gaming', count: 1, figures: { gainedMs: 9_000_000 }, tickets: [{ ticket: '8' }] }],
  });
  expect(text.stdout).toContain('Angehalten, obwohl der Kunde geantwortet hatte: 1');
  expect(text.stdout).toContain('zammad:8  23.11.2026 11:00  clock resolution#1, gained 2h 30min');
});

it('compares the helpdesk’s calendar', async () => {
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu'].map((day) => [day, [['08:00', '18:00']]]));
  bench.write(
    'native.json',
    JSON.stringify({ policyCalendar: 'buero', name: 'Zammad', timezone: 'Europe/Berlin', week }),
  );
  bench.write('wrong.json', JSON.stringify({ policyCalendar: 'buro', name: 'Z', timezone: 'Europe/Berlin', week }));

  const found = await bench.stellwerk(['findings', '--native', 'native.json']);
  const wrong = await bench.stellwerk(['findings', '--native', 'wrong.json']);

  expect(found.stdout).toContain('weeklyOurs 50h 00min, weeklyNative 40h 00min, weekdays fri');
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('known: buero, immer') });
});

it('simulate reads the same history and writes nothing', async () => {
  const before = await bench.stellwerk(['report', '--json']);
  const ran = await bench.stellwerk(['simulate', '--since', '2026-11-01', '--at', '2026-11-24T12:00:00Z', '--json']);

  expect(ran.json()).toMatchObject({
    tickets: [],
    figures: {
      tickets: 1,
      events: 5,
      rules: [
        { rule: 'dringend', fired: 1, outsideHours: 0 },
        { rule: 'bug-nach-t2', fired: 0 },
      ],
    },
  });
  expect((await bench.stellwerk(['report', '--json'])).stdout).toBe(before.stdout);
});
