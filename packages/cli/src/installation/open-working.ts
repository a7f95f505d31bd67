import { ConfigError } from '@stellwerk/ports';
import { type Installation, type OpenOptions, openInstallation } from '../compose.ts';

/** Whether this process works alone, or beside a running `serve` that does the rest. */
export type Worked = 'alone' | 'beside';

/** Opens an installation as the one process that works, or beside it when there is one already. */
export async function openWorking(
  options: Omit<OpenOptions, 'access'>,
): Promise<{ readonly installation: Installation; readonly worked: Worked }> {
  try {
    return { installation: await openInstallation({ ...options, access: 'serve' }), worked: 'alone' };
  } catch (error) {
    if (!isTaken(error)) throw error;
    return { installation: await openInstallation({ ...options, access: 'admin' }), worked: 'beside' };
  }
}

/** Opening the SQLite file to work on it fails in this way only: another process has it. */
function isTaken(error: unknown): boolean {
  return error instanceof ConfigError && error.path === 'store.path';
}
