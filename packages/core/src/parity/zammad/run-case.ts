import { z } from 'zod';
import { happen, openDesk, promiseOf, type ZammadDesk, type ZammadPromise, type ZammadVersion } from './desk.ts';
import { ZammadCase } from './zammad-case.ts';

/** A value that the reproduction has otherwise than Zammad. */
export interface Mismatch {
  /** After which event (0-based), or which metric or clock. */
  readonly where: string;
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** The ticket's values after an event, as Zammad's API shows them: ISO instants, whole minutes, the state's name. */
export type ZammadValues = Readonly<Record<string, string | number | null>>;

/** How a reproduced desk stands after an event. */
export interface ZammadStep {
  /** The wall clock, epoch ms. */
  readonly at: number;
  readonly values: ZammadValues;
  /** What the ticket is promised by the rules as they stand now. */
  readonly promised: ZammadPromise | null;
  /** What the last calculation went by; lags behind until the ticket is saved or the rebuild job runs. */
  readonly applied: ZammadPromise | null;
}

/** Reads one case; the text says what is wrong with it. */
export function readZammadCase(
  data: unknown,
): { readonly story: ZammadCase } | { readonly problem: string; readonly id: string } {
  const parsed = ZammadCase.safeParse(data);
  if (parsed.success) return { story: parsed.data };
  const named = z.object({ id: z.string() }).safeParse(data);
  return { id: named.data?.id ?? '(no id)', problem: z.prettifyError(parsed.error) };
}

/** Runs a story on a reproduced Zammad. Gives the values after each event. Throws where the case format does not say what happens. */
export function replayZammad(
  story: ZammadCase,
  file: ZammadDesk['file'],
  version: ZammadVersion,
): readonly ZammadStep[] {
  const desk = openDesk(story, file, version);
  return story.events.map((event) => {
    happen(desk, event);
    return { at: desk.now, values: valuesOf(desk), promised: promiseOf(desk), applied: desk.applied };
  });
}

function valuesOf({ ticket }: ZammadDesk): ZammadValues {
  if (!ticket) return {};
  const times = Object.entries(ticket.times).map(([field, at]) => [field, at === null ? null : isoSeconds(at)]);
  return {
    ...Object.fromEntries(times),
    ...ticket.minutes,
    state: ticket.state,
    title: ticket.title,
    priority: ticket.priority,
  };
}

/** ISO 8601 with seconds, the form of the fixtures; milliseconds only where there are some. */
export function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** Compares a story's checkpoints with the reproduction of the release; empty when every value is equal. */
export function zammadMismatches(
  story: ZammadCase,
  replay: readonly ZammadStep[],
  version: ZammadVersion,
): readonly Mismatch[] {
  return story.checkpoints.flatMap(({ after_event, expected, differs_from_7_0_on }) => {
    const wanted = version === '7.0' ? { ...expected, ...differs_from_7_0_on } : expected;
    const got = replay[after_event]?.values ?? {};
    return Object.entries(wanted).flatMap(([field, value]) => {
      const actual = Object.hasOwn(got, field) ? got[field] : undefined;
      if (actual === value) return [];
      const where = `event ${after_event}${version === '7.0' ? ' (7.0)' : ''}`;
      return [{ where, field, expected: String(value), actual: String(actual) }];
    });
  });
}
