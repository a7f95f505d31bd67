import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';
import { zammadPolicy } from './policy.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench(zammadPolicy('http://127.0.0.1:1'));
});
afterAll(() => bench.remove());

const office = { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] };
/** Monday, 2 March 2026, Berlin is at +01:00: eight hours from 15:00 end at Tuesday 15:00. */
const right = {
  id: 'over-night',
  zone: 'Europe/Berlin',
  weekly: office,
  op: 'add',
  start: '2026-03-02T14:00:00Z',
  seconds: 28_800,
  expect: '2026-03-03T14:00:00Z',
};
/** Two hours from 15:00 end with the day at 17:00; read rolling, on Tuesday at 09:00. */
const onClose = {
  ...right,
  id: 'on-close',
  seconds: 7_200,
  expect: '2026-03-03T08:00:00Z',
  expectEarliest: '2026-03-02T16:00:00Z',
};

describe('calendar test', () => {
  it('counts what passes and ends with 0', async () => {
    const file = bench.write('right.json', JSON.stringify([right, onClose]));

    for (const more of [[], ['--rolling']]) {
      const ran = await bench.stellwerk(['calendar', 'test', file, ...more]);

      expect(ran).toMatchObject({ code: 0, stdout: '2 passed, 0 failed\n' });
    }
  });

  it('prints each mismatch and a last line, and ends with 1', async () => {
    const file = bench.write(
      'wrong.json',
      JSON.stringify([right, { ...right, id: 'wrong', seconds: 3_600 }, { op: 'between' }]),
    );

    const text = await bench.stellwerk(['calendar', 'test', file, '--lang', 'de']);
    const json = await bench.stellwerk(['calendar', 'test', file, '--json']);

    const lines = text.stdout.trimEnd().split('\n');
    expect(text.code).toBe(1);
    expect(lines[0]).toBe('✗ wrong: erwartet 2026-03-03T14:00:00Z, gerechnet 2026-03-02T15:00:00Z');
    expect(lines.at(-1)).toBe('1 passed, 2 failed');
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(json.json()).toMatchObject({ passed: 1, failed: 2, mismatches: [{ name: 'wrong' }, { name: '(no id)' }] });
  });

  it.each(['none.json', 'stellwerk.yaml'])('refuses %s, which holds no cases', async (file) => {
    expect((await bench.stellwerk(['calendar', 'test', file])).code).toBe(3);
  });
});

describe('asking a calendar of the policy file', () => {
  // Wednesday 23 December 2026 to Monday 28: 2 h on Wednesday, 10 h on Christmas Eve (no holiday in NRW), 2 h on Monday
  it('counts open time between two local times, over the holidays', async () => {
    const args = ['calendar', 'between', 'buero', '2026-12-23 16:00', '2026-12-28 10:00'];

    const json = (await bench.stellwerk([...args, '--json'])).json<{ openMs: number; from: string }>();
    const text = await bench.stellwerk([...args, '--lang', 'de']);

    expect(json).toMatchObject({ openMs: 14 * 3_600_000, from: '2026-12-23T15:00:00.000Z' });
    expect(text.stdout).toMatch(/^14h 00min\n/);
    expect(text.stdout).toContain('geschlossen (Feiertag, 1. Weihnachtstag)');
  });

  it.each([
    { args: ['buero', '2026-12-24 17:00', '2h'], at: '2026-12-28T08:00:00.000Z' },
    { args: ['buero', '2026-12-24T16:00:00Z', '1h'], at: '2026-12-24T17:00:00.000Z' },
    { args: ['buero', '2026-12-24T16:00:00Z', '1h', '--rolling'], at: '2026-12-28T07:00:00.000Z' },
    { args: ['buero', '2026-12-28 09:00', '2h', '--back'], at: '2026-12-24T16:00:00.000Z' },
    { args: ['buero', '2026-12-23 16:00', '2bd'], at: '2026-12-28T17:00:00.000Z' },
    { args: ['immer', '2026-12-24 17:00', '2h'], at: '2026-12-24T18:00:00.000Z' },
  ])('add $args gives $at', async ({ args, at }) => {
    const ran = await bench.stellwerk(['calendar', 'add', ...args, '--json']);

    expect(ran.json()).toMatchObject({ at });
  });

  it('tells open from closed by its exit code', async () => {
    const open = await bench.stellwerk(['calendar', 'open', 'buero', '2026-12-24 13:00']);
    const closed = await bench.stellwerk(['calendar', 'open', 'buero', '2026-12-25 13:00', '--lang', 'de']);

    expect(open).toMatchObject({ code: 0, stdout: 'open until 2026-12-24 18:00\n' });
    expect(closed).toMatchObject({ code: 1, stdout: 'geschlossen bis 28.12.2026 08:00\n' });
  });

  it('reads the file of --policy', async () => {
    const file = bench.write('other.yaml', zammadPolicy('http://127.0.0.1:1').replaceAll('immer', 'rund'));

    const ran = await bench.stellwerk(['calendar', 'open', 'rund', '--policy', file, '--json']);

    expect(ran).toMatchObject({ code: 0 });
    expect(ran.json()).toMatchObject({ open: true, changesAt: null });
  });
});
