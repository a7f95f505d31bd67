import {
  type BareTicket,
  ComparisonCounter,
  FigureCounter,
  type LaneEvent,
  type Policy,
  type SimulatedTicket,
  type SimulationComparison,
  type SimulationFigures,
  simulate,
  simulateStory,
} from '@stellwerk/core';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../installation/config.ts';
import { usageError } from '../output/command-error.ts';
import { comparisonLines, figureLines } from './simulate/figures.ts';
import { ticketLines } from './simulate/lines.ts';
import { eventsOf, storedStories, storiesOf } from './simulate/stories.ts';
import { instant, pastInstant } from './when.ts';

/** Options of `simulate`. */
export interface SimulateOptions {
  /** Event file; left out: the stored history. */
  readonly events?: string;
  readonly policy?: string;
  /** Second policy file, compared with the first. */
  readonly against?: string;
  readonly at?: string;
  readonly since?: string;
  readonly tickets?: boolean;
}

/** The JSON of `simulate`. */
interface Simulated {
  readonly policyVersion: string;
  /** The instant up to which time passed, epoch ms. */
  readonly at: number;
  /** Of an event file, or with `--tickets`; else empty. */
  readonly tickets: readonly SimulatedTicket[];
  readonly figures: SimulationFigures;
}

type Stories = AsyncIterable<readonly LaneEvent[]> | Iterable<readonly LaneEvent[]>;
interface Run {
  readonly policy: Policy;
  readonly from: number | null;
  readonly at: number;
}

/** Runs the engine over a file of events (no store, no network) or over the stored history (read only). */
export async function simulateCommand(context: CommandContext, options: SimulateOptions): Promise<number> {
  const { policy } = loadConfig(options.policy ?? context.config);
  const { timezone } = policy.input.locale;
  const at = options.at === undefined ? Date.now() : instant(options.at, timezone);
  const from = options.since === undefined ? null : pastInstant(options.since, at, timezone);
  if (from !== null && from > at) throw sinceAfterEnd();
  const run: Run = { policy, from, at };
  const stories: Stories =
    options.events === undefined ? storedStories(context, run) : storiesOf(eventsOf(options.events));
  if (options.against !== undefined) return compare(context, run, options.against, stories, options.tickets ?? false);
  return show(context, run, stories, options.tickets ?? options.events !== undefined);
}

async function show({ output }: CommandContext, run: Run, stories: Stories, listed: boolean): Promise<number> {
  const { policy, from, at } = run;
  const counter = new FigureCounter(policy, { from, to: at });
  const tickets: SimulatedTicket[] = [];
  for await (const story of stories) {
    const [told] = listed ? simulate(policy, story, at) : [];
    const ticket: BareTicket = told ?? simulateStory(policy, story, at);
    if (ticket.events === 0) continue;
    counter.add(ticket);
    if (told) tickets.push(told);
  }
  const result: Simulated = { policyVersion: policy.version, at, tickets, figures: counter.figures() };
  const render = { language: output.language, timeZone: policy.input.locale.timezone };
  output.result(result, () => [
    ...tickets.flatMap((ticket) => [...ticketLines(ticket, render), '']),
    ...figureLines(result.figures, { from, to: at }, render),
  ]);
  return EXIT.ok;
}

async function compare(
  { output }: CommandContext,
  { policy, from, at }: Run,
  file: string,
  stories: Stories,
  listed: boolean,
): Promise<number> {
  const other = loadConfig(file).policy;
  const counter = new ComparisonCounter(policy, other, { from, to: at });
  for await (const story of stories) {
    const ticket = simulateStory(policy, story, at);
    if (ticket.events > 0) counter.add(ticket, simulateStory(other, story, at));
  }
  const result: SimulationComparison = counter.comparison();
  const render = { language: output.language, timeZone: policy.input.locale.timezone };
  output.result(result, () => comparisonLines(result, { ...render, listed }));
  return EXIT.ok;
}

function sinceAfterEnd(): Error {
  return usageError({
    de: '--since liegt nach dem Ende (--at).',
    en: '--since lies after the end (--at).',
  });
}
