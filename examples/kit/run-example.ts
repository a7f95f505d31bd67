import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How an example ended. */
export interface ExampleRun {
  readonly code: number | null;
  /** What it printed, on stdout. */
  readonly text: string;
  readonly errors: string;
}

/** Runs an example's `main.ts` in a process of its own, as a reader would, and resolves once it has ended. */
export function runExample(main: URL, timeoutMs = 150_000): Promise<ExampleRun> {
  const child = spawn(process.execPath, [fileURLToPath(main)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const late = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(late);
      resolve({ code, text, errors });
    });
  });
}
