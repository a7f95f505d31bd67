import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The command as an installation calls it: the pinned Node on one file. */
const COMMAND = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const START_MS = 30_000;

/** A folder for one run of an example: the policy file with its addresses filled in, and what Stellwerk keeps beside it. */
export interface Place {
  /** Path of the policy file. */
  readonly config: string;
  remove(): void;
}

/** Copies a policy file into a new folder under the system's temporary one. `addresses`: text in the file → what replaces it. */
export function placeFor(policyFile: URL, addresses: Readonly<Record<string, string>>): Place {
  let text = readFileSync(policyFile, 'utf8');
  for (const [written, real] of Object.entries(addresses)) text = text.replaceAll(written, real);
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-example-'));
  const config = join(folder, 'stellwerk.yaml');
  writeFileSync(config, text);
  return { config, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A `stellwerk` process that serves. */
export interface Running {
  /** Where its gateway listens; null for a worker. */
  readonly url: string | null;
  /** Webhook address by connection: what an admin pastes at the provider. */
  readonly hooks: Readonly<Record<string, string>>;
  /** Ends it politely (SIGTERM) and waits. Rejects unless it exits with 0. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL) and waits. */
  kill(): Promise<void>;
}

/** Runs one short command to its end and resolves with what it printed. Rejects with its messages when it fails. */
export function stellwerk(config: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  const options = { env: { ...process.env, ...env }, timeout: START_MS };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [COMMAND, '--config', config, ...args], options, (error, stdout, stderr) => {
      if (error) reject(new Error(`stellwerk ${args.join(' ')}: ${stderr}${stdout}`, { cause: error }));
      else resolve(stdout.trim());
    });
  });
}

/** Starts `serve`, `gateway` or `worker` as a process of its own and resolves once it works. */
export async function startStellwerk(
  config: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<Running> {
  const child = spawn(process.execPath, [COMMAND, '--config', config, '--json', '--log-level', 'error', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const leaveNone = (): void => void child.kill('SIGKILL'); // an example that throws leaves no process behind
  process.once('exit', leaveNone);
  child.once('exit', () => process.off('exit', leaveNone));
  const { url, hooks } = await firstJson(child);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    url,
    hooks,
    stop: async () => {
      child.kill('SIGTERM');
      const code = await exited;
      if (code !== 0) throw new Error(`stellwerk ${args[0]} ended with ${code}`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** With `--json` a service prints one document once it is ready. */
function firstJson(child: ChildProcess): Promise<Pick<Running, 'url' | 'hooks'>> {
  return new Promise((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const early = (code: number | null): void => reject(new Error(`stellwerk ended with ${code} before it was ready`));
    child.once('exit', early);
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (!text.endsWith('}\n')) return;
      clearTimeout(late);
      child.off('exit', early);
      resolve(JSON.parse(text));
    });
  });
}

/** Waits until something holds, looking five times a second. Rejects with `what` after a minute. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited a minute in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
