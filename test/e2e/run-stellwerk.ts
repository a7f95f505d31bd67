import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

/** A `stellwerk` under way. */
export interface Run {
  readonly child: ChildProcess;
  /** What stdout and stderr have brought so far. */
  readonly printed: { out: string; err: string };
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>;
}

/** Starts the command in a folder of its own, which is its temporary folder too: no `stellwerk.yaml` is found, and what it leaves is seen. */
export function runStellwerk(folder: string, args: readonly string[], limitMs: number): Run {
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    printed.out += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk.toString('utf8');
  });
  const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(late);
      resolve(code ?? signal);
    });
  });
  return { child, printed, ended };
}

/** Processes that this one started and that still live, by Linux's process table; elsewhere none can be told. */
export function childrenOf(pid: number): readonly number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]); // the name in brackets may hold anything
  } catch {
    return null; // gone between listing and reading
  }
}
