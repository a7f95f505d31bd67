import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends every process that carries one of the marks in its environment or arguments; returns how many there were.
 * A test that fails may leave a server or a database behind in a process group of its own, so groups do not suffice.
 * Reads `/proc`; where there is none (macOS) nothing is found, and the programs' own clean-up has to do.
 */
export function endMarkedProcesses(marks: readonly string[]): number {
  const found = markedProcesses(marks);
  for (const pid of found) end(pid);
  return found.length;
}

function markedProcesses(marks: readonly string[]): readonly number[] {
  return processIds().filter((pid) => pid !== process.pid && carries(pid, marks));
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function carries(pid: number, marks: readonly string[]): boolean {
  const text = read(`/proc/${pid}/environ`) + read(`/proc/${pid}/cmdline`);
  return marks.some((mark) => text.includes(mark));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return ''; // ended meanwhile, or another user's
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ended meanwhile
  }
}
