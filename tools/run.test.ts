import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endMarkedProcesses } from './check/strays.ts';

// A small project with an `npx` of our own in front of the real one: nothing is fetched, and each installation counts.
const installs =
  'mkdir -p node_modules/node/bin && ln -sf "$PINNED" node_modules/node/bin/node && echo "pnpm says hello"';
const isCutOff = 'mkdir -p node_modules/node/bin && ln -sf "$PINNED" node_modules/node/bin/node && kill -9 $$';
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'run-'));
  for (const folder of ['tools', 'bin']) mkdirSync(join(project, folder));
  cpSync(fileURLToPath(new URL('run.mjs', import.meta.url)), join(project, 'tools', 'run.mjs'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(project, file), 'first');
  npxThat(installs);
});
afterEach(() => {
  endMarkedProcesses([project]); // what a failed test left waiting for its signal
  rmSync(project, { recursive: true });
});

describe('tools/run.mjs', () => {
  it('installs once, and keeps what the installer says off stdout', async () => {
    writeProgram('console.log("program")');

    const first = await ended(start(['program.mjs']));
    const second = await ended(start(['program.mjs']));

    expect(first).toMatchObject({ code: 0, stdout: 'program\n' });
    expect(first.stderr).toContain('pnpm says hello');
    expect(second).toEqual({ code: 0, stdout: 'program\n', stderr: '' });
    expect(installations()).toBe(1);
  });

  it.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml'])('installs again when %s differs', async (file) => {
    writeProgram('');
    await ended(start(['program.mjs']));

    writeFileSync(join(project, file), 'second');
    await ended(start(['program.mjs']));

    expect(installations()).toBe(2);
  });

  it('installs again after an installation that was cut off', async () => {
    writeProgram('console.log("program")');
    npxThat(isCutOff);
    const cutOff = await ended(start(['program.mjs']));
    npxThat(installs);

    const next = await ended(start(['program.mjs']));

    expect(cutOff).toMatchObject({ code: 137, stdout: '' });
    expect(next).toMatchObject({ code: 0, stdout: 'program\n' });
    expect(installations()).toBe(2);
  });

  it('does not trust the stamp of the installation before one that was cut off', async () => {
    writeProgram('');
    await ended(start(['program.mjs']));
    writeFileSync(join(project, 'pnpm-lock.yaml'), 'second');
    npxThat(isCutOff);
    await ended(start(['program.mjs']));
    npxThat(installs);

    writeFileSync(join(project, 'pnpm-lock.yaml'), 'first');
    await ended(start(['program.mjs']));

    expect(installations()).toBe(3);
  });

  it('passes arguments and the exit code', async () => {
    writeProgram('console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7');

    const result = await ended(start(['program.mjs', '--x', 'a b', '']));

    expect(result).toMatchObject({ code: 7, stdout: '["--x","a b",""]\n' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s to the program and its answer back', async (signal) => {
    writeProgram(`process.on('${signal}', () => process.exit(42)); setInterval(() => {}, 1000); console.log('ready')`);
    const child = start(['program.mjs']);
    const result = ended(child);
    await once(child.stdout!, 'data');

    child.kill(signal);

    expect((await result).code).toBe(42);
  });

  it('reports a program ended by a signal as a shell does', async () => {
    writeProgram('process.kill(process.pid, "SIGKILL")');

    expect((await ended(start(['program.mjs']))).code).toBe(137);
  });

  it('ends the program when npm is gone without a word', async () => {
    writeProgram(`process.on('SIGTERM', () => { console.log('told'); process.exit(); }); setInterval(() => {}, 1000);
      console.log('ready')`);
    await ended(start(['--version']));
    const npm = spawn('sh', ['-c', `"$HOST" tools/run.mjs program.mjs; true`], {
      cwd: project,
      env: { ...environment(), HOST: process.execPath, npm_lifecycle_event: 'start' },
    });
    const result = ended(npm);
    await once(npm.stdout, 'data');

    npm.kill('SIGKILL');

    expect((await result).stdout).toBe('ready\ntold\n');
  });

  it('adds under half a second once installed', async () => {
    writeProgram('');
    await ended(start(['program.mjs']));
    const added: number[] = [];

    for (let run = 0; run < 3; run++) {
      const direct = await timed(() => spawn(process.execPath, ['program.mjs'], { cwd: project }));
      added.push((await timed(() => start(['program.mjs']))) - direct);
    }

    expect(Math.min(...added)).toBeLessThan(500);
  });
});

function npxThat(does: string): void {
  writeFileSync(join(project, 'bin', 'npx'), `#!/bin/sh\necho x >> installations\n${does}\n`);
  chmodSync(join(project, 'bin', 'npx'), 0o755);
}

function installations(): number {
  const path = join(project, 'installations');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

function writeProgram(source: string): void {
  writeFileSync(join(project, 'program.mjs'), source);
}

function environment(): NodeJS.ProcessEnv {
  const path = [join(project, 'bin'), process.env.PATH].join(delimiter);
  return { PATH: path, PINNED: process.execPath };
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['tools/run.mjs', ...args], { cwd: project, env: environment() });
}

async function ended(child: ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

async function timed(run: () => ChildProcess): Promise<number> {
  const startedAt = performance.now();
  await ended(run());
  return performance.now() - startedAt;
}
