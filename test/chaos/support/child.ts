import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ChildSettings, childEnvironment } from './child-settings.ts';

/** What a child says once it serves. */
export interface Ready {
  readonly url: string | null;
  /** Webhook address by connection. */
  readonly hooks: ReadonlyMap<string, string>;
}

/** A running system under test. */
export interface Child {
  /** Resolves once it serves; rejects when it ended before. */
  readonly ready: Promise<Ready>;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the end; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Last lines written to stderr: why a child ended. */
  errors(): string;
}

const PROGRAM = fileURLToPath(new URL('../serve.child.ts', import.meta.url));
const KEPT_ERRORS = 4_000;

/** Starts the system under test; it ends with this process at the latest. */
export function startChild(settings: ChildSettings, env: Readonly<Record<string, string>>): Child {
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, ...env, ...childEnvironment(settings) },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-KEPT_ERRORS);
  });
  child.stdin.on('error', () => {}); // killed children close it on us
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = readyOf(child, ended, () => errors);
  ready.catch(() => {}); // a child killed while it starts is no error

  return {
    ready,
    ended,
    errors: () => errors,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function readyOf(child: ChildProcess, ended: Promise<unknown>, errors: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      const { url, hooks } = JSON.parse(text) as { url: string | null; hooks: [string, string][] };
      resolve({ url, hooks: new Map(hooks) });
    });
    void ended.then(() => reject(new Error(`The system under test ended before it served: ${errors()}`)));
  });
}
