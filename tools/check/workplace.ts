import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { endMarkedProcesses } from './strays.ts';

/** Where one run of the check works: its own temp folder, and an environment by which its processes are known. */
export interface Workplace {
  /** The repository's folder. */
  readonly root: string;
  /** The temp folder of this run and of every program it starts. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the processes of this run that still live; returns how many there were. */
  endStrays(): number;
  /** Ends strays and removes the temp folder. */
  close(): void;
}

/** Opens a workplace, and closes it when the process is told to end. */
export function openWorkplace(root: string): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-'));
  chmodSync(folder, 0o755); // PostgreSQL started by root runs as another user and must reach its data below
  const mark = `STELLWERK_CHECK=${randomUUID()}`;
  const workplace: Workplace = {
    root,
    folder,
    env: environment(root, folder, mark),
    endStrays: () => endMarkedProcesses([mark, folder]),
    close: () => {
      workplace.endStrays();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      workplace.close();
      process.exit(code);
    });
  }
  return workplace;
}

function environment(root: string, folder: string, mark: string): NodeJS.ProcessEnv {
  const [name = '', value = ''] = mark.split('=');
  const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env.PATH ?? '/usr/bin:/bin'];
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  return { ...process.env, ...plain, PATH: path.join(delimiter), TMPDIR: folder, [name]: value };
}
