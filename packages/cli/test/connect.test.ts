import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createZammadSimulator, type ZammadSimulator } from '@stellwerk/simulators';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, createBench } from './bench.ts';

const TOKEN = 'tok-Very5ecret-9x';

interface Connected {
  readonly connection: string;
  readonly probe: { readonly identity: string; readonly rights: unknown };
  readonly secrets: readonly string[];
}

let zammad: ZammadSimulator;
let bench: Bench;
beforeAll(async () => {
  zammad = createZammadSimulator({ now: Date.now, seed: 7, token: TOKEN });
  await zammad.listen();
});
afterAll(() => zammad.stop());
beforeEach(() => {
  bench = createBench();
});
afterEach(() => bench.remove());

const local = ['--allow-private', '--allow-http'];
const connect = (args: readonly string[] = [], input = `${TOKEN}\n`) =>
  bench.stellwerk(['connect', 'zammad', '--url', zammad.url, ...local, ...args], { input });
const file = () => readFileSync(join(bench.folder, 'stellwerk.yaml'), 'utf8');

describe('connect', { timeout: 60_000 }, () => {
  it('begins a policy file, looks at the account, stores the secrets encrypted and never shows them', async () => {
    const ran = await connect(['--public-url', 'https://stellwerk.example.com', '--json']);

    expect(ran.code).toBe(0);
    expect(ran.json<Connected>()).toMatchObject({
      connection: 'zammad',
      probe: { identity: expect.stringContaining('@') },
      secrets: ['zammad-token', 'zammad-webhook'],
    });
    expect(file()).toContain(
      `connections:\n  zammad:\n    kind: zammad\n    url: ${zammad.url}\n    token: zammad-token\n    webhookSecret: zammad-webhook\n`,
    );
    expect(file()).toContain('# Stellwerk: tiers, targets and escalation beside the helpdesk.');
    const database = readFileSync(join(bench.folder, '.stellwerk', 'stellwerk.db'));
    const wal = join(bench.folder, '.stellwerk', 'stellwerk.db-wal');
    for (const text of [
      ran.stdout,
      ran.stderr,
      file(),
      database.toString('latin1'),
      existsSync(wal) ? readFileSync(wal, 'latin1') : '',
    ])
      expect(text).not.toContain(TOKEN);
    expect(await bench.stellwerk(['check', '--online'])).toMatchObject({ code: 0 });
    expect((await bench.stellwerk(['secret', 'list'])).stdout).toBe('zammad-token\nzammad-webhook\n');
  });

  it('says where to click, which rights and why, and what is not asked for, in both languages', async () => {
    const german = await connect(['--lang', 'de']);
    const english = await connect(['--name', 'second']);

    expect(german.stdout).toMatch(/1\. Ein eigenes Konto .*\n {2}2\. .*Token-Zugriff/);
    expect(german.stdout).toContain('ticket.agent  Liest Tickets');
    expect(german.stdout).toContain('Nicht verlangt: admin.user');
    expect(german.stdout).toContain('+   zammad:');
    expect(english.stdout).toContain('admin.object  Makes the ticket field of the tier');
    expect(english.stdout).toContain('Not asked for: admin.user');
    expect(english.stdout).toContain('stellwerk discover second');
  });

  it('keeps comments and the other connections of a file that stands', async () => {
    await connect();
    const before = file();

    const ran = await connect(['--name', 'zwei']);

    expect(ran.code).toBe(0);
    // nothing is posted without a public address: no secret is made up for it
    expect((await bench.stellwerk(['secret', 'list'])).stdout).toBe('zammad-token\nzwei-token\n');
    const kept = before.split('\n').filter((line) => !file().split('\n').includes(line));
    expect(kept).toEqual([]);
    expect(file()).toContain('  zwei:\n    kind: zammad\n');
  });

  it('stores and writes nothing when the account refuses', async () => {
    const ran = await connect([], 'wrong-token\n');

    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('refuses the credentials');
    expect(existsSync(join(bench.folder, 'stellwerk.yaml'))).toBe(false);
    await bench.stellwerk(['init']);
    expect((await bench.stellwerk(['secret', 'list'])).stdout.trim()).toBe('');
  });

  it.each([
    { what: 'no address', args: ['connect', 'zammad'], code: 2, text: '--url' },
    {
      what: 'no secret',
      args: ['connect', 'zammad', '--url', 'https://support.example.com'],
      code: 2,
      text: 'Access token',
      input: '',
    },
    {
      what: 'a kind that there is not',
      args: ['connect', 'zamad', '--url', 'https://a.example'],
      code: 3,
      text: 'did you mean zammad?',
    },
    {
      what: 'a wrong name',
      args: ['connect', 'zammad', '--name', 'Mein Zammad', '--url', 'https://a.example'],
      code: 2,
      text: 'is no name',
    },
  ])('ends with $code for $what', async ({ args, code, text, input = 'x\n' }) => {
    const ran = await bench.stellwerk(args, { input });

    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(text);
  });

  it('names the switch for an address in the own network, and refuses a name that is taken', async () => {
    const refused = await bench.stellwerk(['connect', 'zammad', '--url', zammad.url], { input: TOKEN });
    await connect();
    const taken = await connect();

    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('allowHttp');
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') });
  });

  it('asks on a terminal, and does not show the secret that is typed', async () => {
    const seen = await onTerminal(
      ['connect', 'zammad', ...local],
      [
        ['Address', zammad.url],
        ['Access token:', TOKEN],
      ],
    );

    expect(seen).toContain('Access token:');
    expect(seen).toContain('Connected;');
    expect(seen).not.toContain(TOKEN);
    expect(file()).toContain(`url: ${zammad.url}\n`);
  });
});

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Calls the command on a terminal of its own (util-linux `script`) and types each answer once its question is there. */
function onTerminal(
  args: readonly string[],
  answers: readonly (readonly [question: string, answer: string])[],
): Promise<string> {
  const command = [process.execPath, MAIN, ...args].join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: bench.folder,
    env: { ...process.env, LANG: 'C', LC_ALL: 'C' },
  });
  let seen = '';
  let next = 0;
  child.stdout.on('data', (chunk) => {
    seen += String(chunk);
    const [question, answer] = answers[next] ?? [];
    if (question === undefined || !seen.includes(question)) return;
    next += 1;
    child.stdin.write(`${answer}\r`);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(seen));
  });
}
