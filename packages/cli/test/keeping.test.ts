import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskBench, startDesk } from './desk.ts';

let desk: DeskBench;
let ticket: string;
const file = (name: string): string => join(desk.folder, name);
const database = (): string => file('.stellwerk/stellwerk.db');
const key = (): string => file('.stellwerk/master.key');

beforeAll(async () => {
  desk = await startDesk();
  ticket = desk.ticket();
  await desk.stellwerk(['backfill', '--since', '30d']);
}, 60_000);
afterAll(() => desk.stop());

describe('backup and restore', { timeout: 60_000 }, () => {
  it('backup names the key file and can be read by its owner only', async () => {
    const ran = await desk.stellwerk(['backup', 'one.db', '--json']);

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.json()).toEqual({ backup: file('one.db'), keyFile: key() });
    expect(statSync(file('one.db')).mode & 0o077).toBe(0);
  });

  it('never writes over a file', async () => {
    const before = readFileSync(file('one.db'));

    expect(await desk.stellwerk(['backup', 'one.db'])).toMatchObject({ code: 2 });
    expect(readFileSync(file('one.db')).equals(before)).toBe(true);
  });

  it('restore without the key is refused with what to do, and leaves nothing behind', async () => {
    renameSync(key(), file('safe.key'));
    rmSync(database());

    const ran = await desk.stellwerk(['restore', 'one.db']);

    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain(key());
    expect(ran.stderr).toContain('--key FILE');
    expect(existsSync(database())).toBe(false);
  });

  it('restore with another key is refused and does not keep it', async () => {
    const other = desk.write('other.key', Buffer.alloc(32, 7).toString('base64'));
    chmodSync(other, 0o600);

    const ran = await desk.stellwerk(['restore', 'one.db', '--key', other]);

    expect(ran.code).toBe(3);
    expect(existsSync(key())).toBe(false);
    expect(existsSync(database())).toBe(false);
  });

  it('restore with its key brings tickets and secrets back', async () => {
    const ran = await desk.stellwerk(['restore', 'one.db', '--key', 'safe.key', '--json']);

    expect(ran.json()).toEqual({ restored: database(), from: file('one.db'), erasedAgain: 0 });
    expect((await desk.stellwerk(['explain', `zammad:${ticket}`])).code).toBe(0);
    expect((await desk.stellwerk(['secret', 'list', '--json'])).json()).toEqual(['zammad-token', 'zammad-webhook']);
  });

  it('restore refuses a damaged file and one that is no backup', async () => {
    const bytes = Buffer.from(readFileSync(file('one.db')));
    bytes.fill(0xff, 8_192, 12_288);
    desk.write('text.db', 'hello');
    writeFileSync(file('damaged.db'), bytes);

    for (const name of ['damaged.db', 'text.db', 'none.db']) {
      expect(await desk.stellwerk(['restore', name, '--force'])).toMatchObject({ code: 1, stdout: '' });
    }
    expect((await desk.stellwerk(['explain', `zammad:${ticket}`])).code).toBe(0);
  });
});

describe('erase', { timeout: 60_000 }, () => {
  interface Facts {
    readonly facts: { readonly requester: string };
  }
  const requester = async (): Promise<string> =>
    (await desk.stellwerk(['explain', `zammad:${ticket}`, '--json'])).json<Facts>().facts.requester;

  it('removes a person named by the id of the helpdesk, and again from a backup restored later', async () => {
    const pseudonym = await requester();
    expect(pseudonym).toMatch(/^[A-Z2-7]{26}$/);

    const erased = await desk.stellwerk(['erase', '--connection', 'zammad', '--id', desk.customer, '--json']);

    expect(erased.json<{ rows: number }>().rows).toBeGreaterThan(0);
    expect(await requester()).toMatch(/^erased-/);
    expect(readFileSync(database()).includes(pseudonym)).toBe(false);

    const restored = await desk.stellwerk(['restore', 'one.db', '--force', '--json']);

    expect(restored.json()).toMatchObject({ erasedAgain: 1 });
    expect(await requester()).toMatch(/^erased-/);
    expect(readFileSync(database()).includes(pseudonym)).toBe(false);
  });

  it('takes a pseudonym, and says when nothing stood here', async () => {
    const ran = await desk.stellwerk(['erase', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ']);

    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing of this person stood here.') });
  });
});

describe('backfill', { timeout: 60_000 }, () => {
  it('interrupted by Ctrl-C ends with 130, and the same command goes on', async () => {
    desk.ticket();
    // the desk asks for patience: the run is at work when the signal comes
    const headers = { 'retry-after': '3' };
    desk.zammad.inject({ on: /search$/, kind: 'status', status: 429, headers, times: 50 });
    const seen = desk.zammad.requests.length;
    const waiting = desk.stellwerk(['backfill', 'zammad', '--since', '2d', '--json'], {
      started: (child) => {
        const look = setInterval(() => {
          if (child.exitCode !== null) clearInterval(look);
          if (desk.zammad.requests.length === seen) return;
          clearInterval(look);
          child.kill('SIGINT');
        }, 20);
      },
    });
    const stopped = await waiting;
    desk.zammad.clearFaults();

    expect(stopped.code).toBe(130);
    expect(stopped.json()).toMatchObject({ connections: [{ state: 'incomplete' }] });

    const again = await desk.stellwerk(['backfill', 'zammad', '--since', '2d', '--json']);

    expect(again).toMatchObject({ code: 0 });
    expect(again.json()).toMatchObject({ connections: [{ state: 'complete' }], left: 0 });
  });
});
