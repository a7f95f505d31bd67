import { z } from 'zod';
import { CAUSES, type Cause } from './causes.ts';
import type { Compared, Difference } from './difference.ts';
import { compareZammad } from './zammad/compare-zammad.ts';
import { type Mismatch, readZammadCase, replayZammad, zammadMismatches } from './zammad/run-case.ts';
import { type ZammadCase, ZammadCaseFile } from './zammad/zammad-case.ts';
import { compareZendesk } from './zendesk/compare-zendesk.ts';
import { zendeskMismatches } from './zendesk/run-case.ts';
import { readStory } from './zendesk/story.ts';
import { ZendeskCase } from './zendesk/zendesk-case.ts';

/** One case: whether the reproduction has every native value, and where our engine differs. */
export interface ParityCase {
  readonly id: string;
  readonly ok: boolean;
  /** Why the case could not be run, or null. */
  readonly problem: string | null;
  /** Why our engine could not take the story, or null. It does not fail the case: the native values stand for themselves. */
  readonly ownProblem: string | null;
  readonly mismatches: readonly Mismatch[];
  readonly differences: readonly Difference[];
  /** Values compared between our engine and the helpdesk. */
  readonly compared: number;
}

/** How a file of cases went. */
export interface ParityReport {
  readonly kind: 'zammad' | 'zendesk';
  readonly passed: number;
  readonly failed: number;
  readonly compared: number;
  /** Number of differences per cause; one with two causes counts for both. */
  readonly causes: Readonly<Record<Cause, number>>;
  readonly cases: readonly ParityCase[];
}

/** What a run may be limited to. */
export interface ParityOptions {
  /** Only the first so many cases. Left out: all. */
  readonly limit?: number | undefined;
}

/**
 * Runs a file of cases in one of the two known forms: the reproduction of the helpdesk against its own values, and our engine
 * beside it. Null when the data has neither form. A case that cannot be read or run is a failed case that says why.
 */
export function runParity(data: unknown, { limit }: ParityOptions = {}): ParityReport | null {
  const zammad = ZammadCaseFile.safeParse(data);
  if (zammad.success) {
    return report(
      'zammad',
      zammad.data.cases.slice(0, limit).map((each) => zammadCase(each, zammad.data)),
    );
  }
  if (!Array.isArray(data)) return null;
  return report('zendesk', data.slice(0, limit).map(zendeskCase));
}

function report(kind: ParityReport['kind'], cases: readonly ParityCase[]): ParityReport {
  const passed = cases.filter(({ ok }) => ok).length;
  const found = cases.flatMap(({ differences }) => differences.flatMap(({ causes }) => causes));
  const counts = CAUSES.map((cause) => [cause, found.filter((each) => each === cause).length] as const);
  return {
    kind,
    passed,
    failed: cases.length - passed,
    compared: cases.reduce((sum, { compared }) => sum + compared, 0),
    causes: Object.fromEntries(counts) as Record<Cause, number>,
    cases,
  };
}

function zammadCase(data: unknown, file: ZammadCaseFile): ParityCase {
  const read = readZammadCase(data);
  if ('problem' in read) return failed(read.id, read.problem);
  const { story } = read;
  return guarded(story.id, () => {
    const steps = replayZammad(story, file, '6.5');
    const mismatches = [...zammadMismatches(story, steps, '6.5'), ...newerMismatches(story, file)];
    return { mismatches, compare: () => compareZammad(story, file, steps) };
  });
}

/** The 7.x values are checked where a case names some. */
function newerMismatches(story: ZammadCase, file: ZammadCaseFile): readonly Mismatch[] {
  if (!story.checkpoints.some(({ differs_from_7_0_on }) => differs_from_7_0_on)) return [];
  return zammadMismatches(story, replayZammad(story, file, '7.0'), '7.0');
}

function zendeskCase(data: unknown): ParityCase {
  const parsed = ZendeskCase.safeParse(data);
  if (!parsed.success) return failed(idOf(data), z.prettifyError(parsed.error));
  return guarded(parsed.data.id, () => {
    const story = readStory(parsed.data);
    return { mismatches: zendeskMismatches(story), compare: () => compareZendesk(story) };
  });
}

interface Run {
  readonly mismatches: readonly Mismatch[];
  readonly compare: () => Compared;
}

/** A story that the case format does not define must not stop the others. */
function guarded(id: string, run: () => Run): ParityCase {
  try {
    const { mismatches, compare } = run();
    return { id, ok: mismatches.length === 0, problem: null, mismatches, ...compared(compare) };
  } catch (error) {
    return failed(id, textOf(error));
  }
}

function compared(compare: () => Compared): Compared & Pick<ParityCase, 'ownProblem'> {
  try {
    return { ownProblem: null, ...compare() };
  } catch (error) {
    return { ownProblem: textOf(error), compared: 0, differences: [] };
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failed(id: string, problem: string): ParityCase {
  return { id, ok: false, problem, ownProblem: null, mismatches: [], differences: [], compared: 0 };
}

function idOf(data: unknown): string {
  return z.object({ id: z.string() }).safeParse(data).data?.id ?? '(no id)';
}
