import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What a call of the command line came to. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** All of stdout as JSON: fails when anything else stands there. */
  json<T>(): T;
}

/** How a call is made. */
export interface CallOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process once it runs. */
  readonly started?: (child: ReturnType<typeof start>) => void;
}

/** A folder with a policy file, in which the real command line is called as a process. */
export interface Bench {
  readonly folder: string;
  stellwerk(args: readonly string[], options?: CallOptions): Promise<Ran>;
  write(name: string, text: string): string;
  /** Starts `serve` (or another service) and waits until it says where it listens. */
  serve(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Served>;
  remove(): void;
}

/** A running service. */
export interface Served {
  readonly url: string;
  readonly hooks: Readonly<Record<string, string>>;
  /** Sends SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Makes a folder of its own under the system's temporary folder. */
export function createBench(policy?: string): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-cli-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  if (policy !== undefined) write('stellwerk.yaml', policy);
  return {
    folder,
    write,
    stellwerk: (args, options = {}) => call(folder, args, options),
    serve: (args = ['serve'], env = {}) => serve(folder, args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function start(folder: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const { LC_ALL: _, LC_MESSAGES: __, ...rest } = process.env;
  const cache = { NODE_COMPILE_CACHE: join(tmpdir(), 'stellwerk-cli-compiled') }; // halves the start of each call
  return spawn(process.execPath, [MAIN, ...args], { cwd: folder, env: { ...rest, ...cache, LANG: 'C', ...env } });
}

function call(folder: string, args: readonly string[], { input = '', env = {}, started }: CallOptions): Promise<Ran> {
  const child = start(folder, args, env);
  started?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  child.stdin.on('error', () => {}); // a command that reads nothing may have ended already
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, json: <T>() => JSON.parse(stdout) as T }));
  });
}

function serve(folder: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Served> {
  const child = start(folder, [...args, '--json'], env);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return new Promise((resolve, reject) => {
    void ended.then((code) => reject(new Error(`the service ended with ${code}: ${stderr}`)));
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      if (!stdout.endsWith('}\n')) return;
      const { url, hooks } = JSON.parse(stdout) as { url: string; hooks: Record<string, string> };
      resolve({
        url,
        hooks,
        stop: () => {
          child.kill('SIGTERM');
          return ended;
        },
      });
    });
  });
}
