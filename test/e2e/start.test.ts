import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { childrenOf, runStellwerk } from './run-stellwerk.ts';

/** The summary's keys as others read them, in this order. */
const KEYS = [
  'tickets',
  'deliveries',
  'duplicates',
  'events',
  'tierChanges',
  'tagsWritten',
  'notesWritten',
  'slaBreaches',
  'escalations',
  'issuesCreated',
  'issuesClosedBack',
  'effectsDead',
  'lost',
  'durationMs',
];
/** About 40 s on two cores of one's own; with the other tests beside it, several times that. */
const LIMIT_MS = 200_000;
const TEST_MS = 220_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stellwerk-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it(
  '`up --once` ends with 0, and what it wrote stands at the providers',
  async () => {
    const file = join(folder, 'summary.json');
    const run = runStellwerk(
      folder,
      ['--json', '--lang', 'en', 'up', '--once', '--days', '2', '--out', file],
      LIMIT_MS,
    );

    expect(await run.ended, run.printed.err + run.printed.out).toBe(0);

    const summary = JSON.parse(readFileSync(file, 'utf8'));
    expect(Object.keys(summary)).toEqual(KEYS);
    for (const key of KEYS) expect(summary[key], key).toEqual(expect.any(Number));
    for (const key of ['tickets', 'deliveries', 'events', 'tagsWritten', 'notesWritten', 'issuesCreated'])
      expect(summary[key], key).toBeGreaterThan(0);
    expect(summary.tickets).toBeLessThanOrEqual(1_500);
    expect(summary).toMatchObject({ lost: 0, effectsDead: 0 });
    // stdout carries the document alone; what is for people goes to stderr
    expect(JSON.parse(run.printed.out)).toEqual(summary);
    expect(run.printed.err).toContain('In shadow (nothing written yet):');
    expect(readdirSync(folder)).toEqual(['summary.json']);
  },
  TEST_MS,
);

it(
  'SIGTERM ends the running demo within ten seconds, with 0, and leaves no process and no folder behind',
  async () => {
    const run = runStellwerk(folder, ['--lang', 'de', 'up', '--days', '1', '--port', '0'], LIMIT_MS);
    const { pid = 0 } = run.child;
    await vi.waitFor(() => expect(run.printed.out).toMatch(/Stellwerk läuft: http:\/\/127\.0\.0\.1:\d+/), LIMIT_MS);
    const url = /Stellwerk läuft: (\S+)/.exec(run.printed.out)?.[1];
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'ok' });
    const children = childrenOf(pid);

    const askedAt = performance.now();
    run.child.kill('SIGTERM');

    expect(await run.ended, run.printed.err + run.printed.out).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    for (const child of [pid, ...children]) expect(() => process.kill(child, 0), String(child)).toThrow('ESRCH');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  },
  TEST_MS,
);
