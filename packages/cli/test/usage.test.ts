import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';
import { zammadPolicy } from './policy.ts';

interface Failure {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly issues: readonly { readonly place: string; readonly nearest: string }[];
  };
}

let bench: Bench;
beforeAll(() => {
  bench = createBench(zammadPolicy('http://127.0.0.1:1'));
});
afterAll(() => bench.remove());

describe('a command called wrongly', () => {
  it('names the nearest command and ends with 2', async () => {
    const ran = await bench.stellwerk(['reprot']);

    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('Did you mean report?');
  });

  it('names the nearest option, in German where asked', async () => {
    const ran = await bench.stellwerk(['serve', '--prot', '1', '--lang', 'de']);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('unbekannte Option „--prot“');
    expect(ran.stderr).toContain('--port');
  });

  it('says so as JSON alone', async () => {
    const ran = await bench.stellwerk(['--json', 'explain']);

    expect(ran).toMatchObject({ code: 2, stderr: '' });
    expect(ran.json<Failure>().error).toMatchObject({ code: 'USAGE', message: "missing required argument 'ticket'" });
  });

  it.each([
    { args: ['live', 'zamad', '--yes'], meant: 'zammad' },
    { args: ['shadow', 'zammad', '--class', 'nots'], meant: 'notes' },
    { args: ['calendar', 'open', 'buro'], meant: 'buero' },
    { args: ['backfill', 'zamad'], meant: 'zammad' },
  ])('names what was meant by $args', async ({ args, meant }) => {
    const ran = await bench.stellwerk(args);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`Did you mean ${meant}?`);
  });

  it.each([
    { args: ['serve', '--port', 'abc'] },
    { args: ['backfill', '--since', 'yesterdayish'] },
    { args: ['replay'] },
    { args: ['replay', '--all', '--rate', 'fast'] },
    { args: ['erase'] },
    { args: ['erase', 'Erika'] },
    { args: ['live', 'zammad'] },
    { args: ['proposals', 'accept', 'one'] },
    { args: ['calendar', 'add', 'buero', '2026-12-24', 'soon'] },
  ])('ends with 2 for $args and changes nothing', async ({ args }) => {
    const ran = await bench.stellwerk([...args, '--json']);

    expect(ran.code).toBe(2);
    expect(ran.json<Failure>().error.code).toBe('USAGE');
  });
});

describe('options of all commands', () => {
  it('work before and after the command', async () => {
    const before = await bench.stellwerk(['--json', '--config', 'stellwerk.yaml', 'check']);
    const after = await bench.stellwerk(['check', '--config', 'stellwerk.yaml', '--json']);

    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(after.stdout).toBe(before.stdout);
    expect(before.json()).toMatchObject({ file: 'stellwerk.yaml', warnings: [], connections: [] });
  });

  it.each([
    { env: { LANG: 'de_DE.UTF-8' }, args: [], text: 'in Ordnung' },
    { env: { LANG: 'en_GB.UTF-8' }, args: [], text: 'in order' },
    { env: { LANG: 'en_GB.UTF-8' }, args: ['--lang', 'de'], text: 'in Ordnung' },
  ])('speak the language of $env $args', async ({ env, args, text }) => {
    const ran = await bench.stellwerk(['check', ...args], { env });

    expect(ran.stdout).toContain(text);
  });
});

describe('a policy file that is wrong', () => {
  it('is told with file and line, and ends with 3', async () => {
    bench.write('wrong.yaml', zammadPolicy('http://127.0.0.1:1').replace('tiering:', 'tierng:'));

    const text = await bench.stellwerk(['report', '-c', 'wrong.yaml']);
    const json = await bench.stellwerk(['report', '-c', 'wrong.yaml', '--json']);

    const line = readFileSync(join(bench.folder, 'wrong.yaml'), 'utf8').split('\n').indexOf('tierng:') + 1;
    expect(text.code).toBe(3);
    expect(text.stderr).toContain(`wrong.yaml:${line}:1: tierng: unknown key; did you mean \`tiering\`?`);
    expect(json).toMatchObject({ code: 3, stderr: '' });
    expect(json.json<Failure>().error.issues).toMatchObject([{ place: `wrong.yaml:${line}:1`, nearest: 'tiering' }]);
  });

  it('is told when it is missing', async () => {
    const ran = await bench.stellwerk(['serve', '--config', 'none.yaml']);

    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('stellwerk init');
  });
});

describe('services', () => {
  it.each(['gateway', 'worker'])('%s alone is refused on SQLite with what to do', async (command) => {
    const ran = await bench.stellwerk([command]);

    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('need PostgreSQL');
    expect(ran.stderr).toContain('stellwerk serve');
  });

  it('says which secret is not set, before it listens', async () => {
    const ran = await bench.stellwerk(['serve']);

    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('stellwerk secret set zammad-token');
  });

  it('migrates once', async () => {
    const own = createBench(zammadPolicy('http://127.0.0.1:1'));

    const first = await own.stellwerk(['migrate', '--json']);
    const second = await own.stellwerk(['migrate', '--json']);
    own.remove();

    expect(first.json()).toEqual({ dialect: 'sqlite', migrated: expect.arrayContaining(['0001-initial']) });
    expect(second.json()).toEqual({ dialect: 'sqlite', migrated: [] });
  });
});

describe('init', () => {
  it('writes a policy file that check accepts, and never over another', async () => {
    const own = createBench();

    const written = await own.stellwerk(['init', '--json']);
    const checked = await own.stellwerk(['check']);
    const again = await own.stellwerk(['init']);

    expect(written.json()).toEqual({ written: 'stellwerk.yaml' });
    expect(existsSync(join(own.folder, 'stellwerk.yaml'))).toBe(true);
    expect(checked.code).toBe(0);
    expect(again.code).toBe(2);
    own.remove();
  });
});
