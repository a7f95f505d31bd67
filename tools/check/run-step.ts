import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { Workplace } from './workplace.ts';

/** One program of the check. */
export interface Step {
  readonly name: string;
  /** Program and arguments; the program is found in `node_modules/.bin`. */
  readonly command: readonly [string, ...string[]];
  /** After so many milliseconds the step is ended and counts as failed. */
  readonly limitMs: number;
}

/** How a step ended; `note` says what a reader should know besides ok or not. */
export interface StepResult {
  readonly ok: boolean;
  readonly durationMs: number;
  readonly note?: string;
}

/** Runs one step to its end and then ends whatever it left running. Never throws: a program that cannot start failed. */
export async function runStep(step: Step, workplace: Workplace): Promise<StepResult> {
  const startedAt = performance.now();
  const [program, ...args] = step.command;
  const child = spawn(program, args, {
    cwd: workplace.root,
    env: workplace.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });

  const ending = await endOf(child, step.limitMs);
  const strays = workplace.endStrays();

  return {
    ok: ending.ok,
    durationMs: performance.now() - startedAt,
    ...noteOf([ending.problem, strays > 0 ? `ended ${strays} process(es) it left running` : undefined]),
  };
}

async function endOf(child: ChildProcess, limitMs: number): Promise<{ ok: boolean; problem?: string }> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const [code, signal] = await once(child, 'close', { signal: limit });
    if (signal) return { ok: false, problem: `ended by ${signal}` };
    return { ok: code === 0 };
  } catch (error) {
    child.kill('SIGKILL');
    if (limit.aborted) return { ok: false, problem: `not done after ${limitMs / 1000} s` };
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function noteOf(parts: readonly (string | undefined)[]): { note?: string } {
  const note = parts.filter((part) => part !== undefined).join('; ');
  return note === '' ? {} : { note };
}
