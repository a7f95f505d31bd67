import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStep, type StepResult } from './run-step.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// the step's own session and process group, as a database or a server that a test forgot
const leavesServer = `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
  { detached: true, stdio: 'ignore' });
  require('node:fs').writeFileSync(process.env.TMPDIR + '/pid', String(child.pid));
  child.unref();`;
let workplace: Workplace;

beforeEach(() => {
  workplace = openWorkplace(root);
});
afterEach(() => workplace.close());

describe('runStep', () => {
  it('tells whether the program ended well', async () => {
    expect((await node('process.exitCode = 0')).ok).toBe(true);
    expect((await node('process.exitCode = 1')).ok).toBe(false);
  });

  it('fails a program that a signal ended', async () => {
    expect(await node('process.kill(process.pid, "SIGKILL")')).toMatchObject({ ok: false, note: 'ended by SIGKILL' });
  });

  it('fails a program that cannot start', async () => {
    const result = await runStep({ name: 'none', command: ['no-such-program'], limitMs: 10_000 }, workplace);

    expect(result).toMatchObject({ ok: false, note: expect.stringContaining('ENOENT') });
  });

  it('ends a program that takes too long', async () => {
    const result = await node('setInterval(() => {}, 1000)', 200);

    expect(result).toMatchObject({ ok: false, note: expect.stringContaining('not done after 0.2 s') });
  });

  it('ends what the program left running, and says so', async () => {
    const result = await node(leavesServer);

    expect(result).toMatchObject({ ok: true, note: 'ended 1 process(es) it left running' });
    const pid = Number(readFileSync(join(workplace.folder, 'pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('leaves other processes alone', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });

    await node('');

    expect(isAlive(other.pid!)).toBe(true);
    other.kill();
    await once(other, 'exit');
  });
});

describe('openWorkplace', () => {
  it('has a temp folder for its programs and removes it', async () => {
    await node('require("node:fs").mkdtempSync(require("node:os").tmpdir() + "/test-")');

    workplace.close();

    expect(existsSync(workplace.folder)).toBe(false);
  });
});

function node(source: string, limitMs = 20_000): Promise<StepResult> {
  return runStep({ name: 'node', command: ['node', '-e', source], limitMs }, workplace);
}

/** False also for one that has ended and that nobody has asked after yet: it has no arguments any more. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
