import { existsSync, readFileSync } from 'node:fs';
import { type EventLineIssue, type LaneEvent, readEventLines, type SimulatedTicket, simulate } from '@stellwerk/core';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../installation/config.ts';
import { CommandError } from '../output/command-error.ts';
import type { Language } from '../output/language.ts';
import { ticketLines } from './simulate/lines.ts';
import { instant } from './when.ts';

/** Options of `simulate`. */
export interface SimulateOptions {
  readonly events: string;
  readonly policy?: string;
  readonly at?: string;
}

/** The JSON of `simulate`. */
interface Simulated {
  readonly policyVersion: string;
  /** The instant up to which time passed, epoch ms. */
  readonly at: number;
  readonly tickets: readonly SimulatedTicket[];
}

/** Runs the engine alone over a file of events: no store, no network. For golden tickets in a customer's own CI. */
export async function simulateCommand(context: CommandContext, options: SimulateOptions): Promise<number> {
  const { output } = context;
  const { policy } = loadConfig(options.policy ?? context.config);
  const at = options.at === undefined ? Date.now() : instant(options.at, policy.input.locale.timezone);
  const tickets = simulate(policy, eventsOf(options.events), at);
  const result: Simulated = { policyVersion: policy.version, at, tickets };
  output.result(result, () =>
    tickets.flatMap((ticket) => [
      ...ticketLines(ticket, { language: output.language, timeZone: policy.input.locale.timezone }),
      '',
    ]),
  );
  return EXIT.ok;
}

/** Reads the file; refuses it as a whole, each finding with its line, when one line is wrong. */
function eventsOf(file: string): readonly LaneEvent[] {
  if (!existsSync(file)) {
    throw new CommandError('FILE_MISSING', { de: `${file} gibt es nicht.`, en: `There is no ${file}.` }, EXIT.config);
  }
  const { events, issues } = readEventLines(readFileSync(file, 'utf8'));
  if (issues.length === 0) return events;
  throw unreadable(file, issues);
}

function issueText({ line, path, text, nearest }: EventLineIssue, file: string, language: Language): string {
  const meant = language === 'de' ? 'Gemeint' : 'Did you mean';
  const near = nearest === null ? '' : ` (${meant}: ${nearest}?)`;
  return `${[`${file}:${line}`, ...path].join(': ')}: ${text[language]}${near}`;
}

function unreadable(file: string, issues: readonly EventLineIssue[]): CommandError {
  const lines = (language: Language): string => issues.map((each) => `  ${issueText(each, file, language)}`).join('\n');
  return new CommandError(
    'EVENTS_UNREADABLE',
    {
      de: `${issues.length} Fehler in der Ereignisdatei:\n${lines('de')}`,
      en: `${issues.length} error(s) in the event file:\n${lines('en')}`,
    },
    EXIT.config,
  );
}
