import { type ChildProcess, spawn } from 'node:child_process';

/** A program that said where it listens. */
export interface Started {
  readonly pid: number;
  /** The line of JSON it printed first. */
  readonly said: unknown;
  stop(): Promise<void>;
}

/** Starts a program and waits for its first line. It ends with this process at the latest, since its stdin does. */
export async function startProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Started> {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env },
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    said: JSON.parse(await firstLine(child, ended)),
    pid: child.pid ?? -1,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function firstLine(child: ChildProcess, ended: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    void ended.then(() => reject(new Error('The program ended before it said anything')));
  });
}
