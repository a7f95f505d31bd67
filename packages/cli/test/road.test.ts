import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Ran, Served } from './bench.ts';
import { type DeskBench, startDesk } from './desk.ts';
import { SECRETS } from './policy.ts';

interface Effect {
  readonly id: number;
  readonly ticket: string;
  readonly writeClass: string;
  readonly kind: string;
  readonly state: string;
}

/** A running `serve` looks for what a command beside it left to do within 15 s; twice that. */
const SWEEP = { timeout: 40_000, interval: 300 };

let desk: DeskBench;
let served: Served;
let old: string;
let fresh: string;

const run = (...args: string[]): Promise<Ran> => desk.stellwerk(args);
const json = async <T>(...args: string[]): Promise<T> => (await run(...args, '--json')).json<T>();

/** Before `serve`: one ticket read by `backfill` alone. Then one by a webhook. All commands after that run beside `serve`. */
beforeAll(async () => {
  desk = await startDesk();
  old = desk.ticket({ tags: ['bug'] });
  const filled = await run('backfill', 'zammad', '--since', '30d', '--json');
  expect(filled).toMatchObject({ code: 0 });
  expect(filled.stderr).toContain('100 %');
  expect(filled.json()).toMatchObject({ worked: 'alone', connections: [{ state: 'complete', seen: 1 }], left: 0 });

  served = await desk.serve();
  desk.zammad.setWebhook({ url: served.hooks.zammad ?? '', secret: SECRETS['zammad-webhook'] });
  fresh = desk.ticket({ tags: ['bug', 'urgent'] });
  await desk.zammad.webhooksSettled();
  await vi.waitFor(async () => {
    expect(await json('explain', `zammad:${fresh}`)).toMatchObject({ tier: { tier: 'T2' } });
  }, SWEEP);
}, 120_000);
afterAll(async () => {
  await desk.stop();
});

describe('beside a running serve', { timeout: 120_000 }, () => {
  it('a delivery with a wrong signature is refused', async () => {
    const answer = await fetch(served.hooks.zammad ?? '', {
      method: 'POST',
      body: JSON.stringify({ ticket: { id: 1 } }),
      headers: { 'content-type': 'application/json', 'x-hub-signature': `sha1=${'0'.repeat(40)}` },
    });

    expect(answer.status).toBe(401);
  });

  it('connection show names the URL, the header and the switches, never a secret', async () => {
    const shown = await json<{ webhookUrl: string; classes: unknown }>('connection', 'show', 'zammad');

    expect(new URL(shown.webhookUrl).pathname).toBe(new URL(served.hooks.zammad ?? '').pathname);
    expect(shown).toMatchObject({
      signedBy: expect.stringContaining('X-Hub-Signature'),
      lastWebhookAt: expect.any(Number),
    });
    expect(shown.classes).toMatchObject({ tags: 'shadow', notes: 'shadow' });
  });

  it('explain says why this tier, each clock with its segments, the rules, the effects and what is next', async () => {
    const value = await json('explain', `zammad:ticket:${fresh}`);
    const text = await run('explain', `zammad:${fresh}`, '--lang', 'de');

    expect(value).toMatchObject({
      ticket: `zammad:ticket:${fresh}`,
      tier: { rule: 'bug-nach-t2', why: 'Tier T2 by rule bug-nach-t2.' },
      clocks: [
        { id: 'first_reply#1', state: 'running', targetText: '30min', segments: [{ counting: true, to: null }] },
      ],
      rulesFired: { dringend: [expect.any(Number)] },
      next: { kind: 'clock', clock: 'first_reply#1' },
    });
    expect(text.stdout).toContain('Stufe T2 durch Regel bug-nach-t2.');
    expect(text.stdout).toMatch(/Erste Antwort: läuft, \d+s von 30min \(immer\), fällig \d\d\.\d\d\.\d{4} \d\d:\d\d/);
    expect(text.stdout).toMatch(/Ausgelöste Regeln\n {2}dringend: \d\d\.\d\d\.\d{4}/);
    expect(text.stdout).toContain('set_tier: vorgeschlagen');
  });

  it('explain takes the number that people see, and says when nothing has been heard of one', async () => {
    const { number } = await json<{ number: string }>('explain', `zammad:${old}`);

    expect(await json('explain', `#${number}`)).toMatchObject({ ticket: `zammad:ticket:${old}` });
    expect(await run('explain', '999999')).toMatchObject({ code: 1, stderr: expect.stringContaining('backfill') });
    expect(await run('explain', 'zammad:999999', '--json')).toMatchObject({ code: 1 });
  });

  it('report counts', async () => {
    const value = await json('report', '--connection', 'zammad');
    const text = await run('report', '--lang', 'de');

    expect(value).toMatchObject({ tickets: 2, open: 2, breaches: 0, byTier: { T2: 2 }, byPriority: { P1: 2 } });
    expect(text.stdout).toContain('2 Tickets, 2 offen, 0 gelöst');
  });

  it('a proposal is not accepted in shadow, dismissed once, and gone', async () => {
    const proposals = await json<Effect[]>('proposals');
    const tier = proposals.find(({ ticket, kind }) => ticket === `zammad:ticket:${old}` && kind === 'set_tier');
    const id = String(tier?.id);

    expect(await run('proposals', 'accept', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in shadow'),
    });
    expect(await run('proposals', 'dismiss', id, '--lang', 'de')).toMatchObject({ code: 0 });
    expect(await run('proposals', 'dismiss', id)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('dismissed'),
    });
    expect((await json<Effect[]>('proposals', 'list')).map((each) => each.id)).not.toContain(Number(id));
  });

  it('rebuild gives identical bytes', async () => {
    expect(await run('rebuild', '--json')).toMatchObject({ code: 0 });
    expect(await json('rebuild', '--ticket', `zammad:${old}`)).toEqual({ lanes: 1, differing: [], busy: [] });
  });

  it('backfill leaves the work to serve', async () => {
    expect(await json('backfill', '--since', '1d')).toMatchObject({
      worked: 'beside',
      connections: [{ state: 'complete' }],
    });
  });

  it('live shows what it would mean, asks, and writes standing ends only where told to', async () => {
    const refused = await run('live', 'zammad', '--class', 'tags');
    expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('2 open tickets; 2 standing ends') });
    expect(desk.zammad.ticket(fresh)?.tier).toBeNull();

    const live = await json('live', 'zammad', '--class', 'tags', '--send-standing', '--yes');

    expect(live).toMatchObject({
      changed: true,
      classes: ['tags'],
      preview: { openTickets: 2, standing: { tags: 2 } },
      lanesAsked: 2,
    });
    await vi.waitFor(() => expect(desk.zammad.ticket(fresh)?.tier).toBe('T2'), SWEEP);
    expect(desk.zammad.ticket(fresh)?.messages.filter((message) => !message.public)).toEqual([]);
  });

  it('what a provider refuses is a dead letter, which replay puts back to work', async () => {
    desk.zammad.inject({ on: /^PUT \/api\/v1\/tickets\//, kind: 'status', status: 422, times: 10 });
    const refused = desk.ticket({ tags: ['bug'] });
    const dead = await vi.waitFor(async () => {
      const { letters } = await json<{ letters: { id: string; ticket: string }[] }>('deadletters');
      const found = letters.find(({ ticket }) => ticket === `zammad:ticket:${refused}`);
      expect(found).toBeDefined();
      return found;
    }, SWEEP);

    desk.zammad.clearFaults();
    const replayed = await json('replay', '--all', '--rate', '60/s');

    expect(replayed).toEqual({ replayed: [dead?.id] });
    expect(await run('replay', dead?.id ?? '')).toMatchObject({ code: 1 });
    await vi.waitFor(() => expect(desk.zammad.ticket(refused)?.tier).toBe('T2'), SWEEP);
  });

  it('shadow takes a class back', async () => {
    await run('shadow', 'zammad', '--class', 'tags');

    const shown = await json('connection', 'show', 'zammad');
    expect(shown).toMatchObject({ classes: { tags: 'shadow' } });
  });

  it('a second serve, and a restore over the running one, are refused', async () => {
    await run('backup', 'beside.db');

    expect(await run('serve')).toMatchObject({ code: 3, stderr: expect.stringContaining('in use by process') });
    expect(await run('restore', 'beside.db')).toMatchObject({ code: 1, stderr: expect.stringContaining('--force') });
    expect(await run('restore', 'beside.db', '--force')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('in use'),
    });
  });

  it('no command prints a secret, not even with debug logging', async () => {
    const calls = [
      ['secret', 'list'],
      ['connection', 'list'],
      ['check', '--online'],
      ['explain', `zammad:${fresh}`],
      ['deadletters'],
      ['backfill', '--since', '1d'],
    ];
    const ran = await Promise.all(calls.map((args) => run(...args, '--log-level', 'debug')));
    const set = await desk.stellwerk(['secret', 'set', 'other'], { input: 'pw-3Kd8' });

    for (const { code, stdout, stderr } of [...ran, set]) {
      expect(code).toBe(0);
      for (const secret of [...Object.values(SECRETS), 'pw-3Kd8']) expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('serve ends by SIGTERM with 0', async () => {
    expect(await served.stop()).toBe(0);
  });
});
