import { listFixedBugs, previewBug } from '../commands/bugs.ts';
import { type AskOptions, add, between, open } from '../commands/calendar/ask.ts';
import { testCases } from '../commands/calendar/test-cases.ts';
import { explainTicket } from '../commands/explain.ts';
import { type FindingsOptions, findingsCommand } from '../commands/findings.ts';
import { type ParityCommandOptions, parity } from '../commands/parity.ts';
import { reportCommand } from '../commands/report.ts';
import { type SimulateOptions, simulateCommand } from '../commands/simulate.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const POLICY: OptionSpec = {
  flags: '--policy <file>',
  text: { de: 'Policy-Datei, statt --config', en: 'policy file, instead of --config' },
};
const ROLLING: OptionSpec = {
  flags: '--rolling',
  text: {
    de: 'eine Frist auf Geschäftsschluss rückt auf die nächste Öffnung (wie Zammad und Zendesk)',
    en: 'a deadline on a close moves to the next opening (as Zammad and Zendesk read it)',
  },
};

/** Commands that answer questions and change nothing. */
export const ASKING: readonly CommandSpec[] = [
  {
    usage: 'explain <ticket>',
    text: { de: 'warum ein Ticket so steht und was ansteht', en: 'why a ticket stands as it does, and what is due' },
    example: 'explain zammad:12',
    run: (context: CommandContext, ticket: string) => explainTicket(context, ticket),
  },
  {
    usage: 'report',
    text: { de: 'schlichte Zahlen über alle Tickets', en: 'plain counts over all tickets' },
    options: [
      {
        flags: '--connection <name>',
        text: { de: 'nur Tickets dieser Verbindung', en: 'only tickets of this connection' },
      },
    ],
    example: 'report --json',
    run: (context: CommandContext, options: { connection?: string }) => reportCommand(context, options),
  },
  {
    usage: 'simulate',
    text: {
      de: 'lässt die Regeln über eine Ereignisdatei oder den gespeicherten Verlauf laufen und vergleicht zwei Policy-Dateien; ändert nichts',
      en: 'run the rules over a file of events or the stored history and compare two policy files; changes nothing',
    },
    options: [
      POLICY,
      {
        flags: '--events <file>',
        text: {
          de: 'Ereignisse als NDJSON; sonst der gespeicherte Verlauf',
          en: 'events as NDJSON; else the stored history',
        },
      },
      {
        flags: '--against <file>',
        text: { de: 'zweite Policy-Datei zum Vergleich', en: 'second policy file to compare with' },
      },
      {
        flags: '--since <when>',
        text: { de: 'zählt nur, was seitdem geschah: 90d, Datum', en: 'counts only what happened since: 90d, a date' },
      },
      { flags: '--tickets', text: { de: 'nennt auch die einzelnen Tickets', en: 'list the tickets too' } },
      {
        flags: '--at <instant>',
        text: {
          de: 'Zeitpunkt, bis zu dem die Zeit vergeht (sonst jetzt)',
          en: 'instant until which time passes (else now)',
        },
      },
    ],
    example: 'simulate --policy stellwerk.yaml --events events.ndjson --at 2026-11-24T12:00:00Z',
    run: (context: CommandContext, options: SimulateOptions) => simulateCommand(context, options),
  },
  {
    usage: 'bugs list',
    text: {
      de: 'behobene Fehler, von denen der Kunde noch nichts weiß',
      en: 'fixed bugs of which the customer has not been told',
    },
    isDefault: true,
    example: 'bugs',
    run: (context: CommandContext) => listFixedBugs(context),
  },
  {
    usage: 'bugs preview <id>',
    text: {
      de: 'zeigt ein vorgeschlagenes Issue so, wie es hinausginge; sendet nichts',
      en: 'show a proposed issue as it would go out; sends nothing',
    },
    example: 'bugs preview 12',
    run: (context: CommandContext, id: string) => previewBug(context, id),
  },
  {
    usage: 'findings',
    text: {
      de: 'was ein Team ansehen sollte: Pausen trotz Antwort, Alarme nachts, Hin und her, fehlende Angaben',
      en: 'what a team should look at: pauses despite a reply, alerts at night, back and forth, missing facts',
    },
    options: [
      {
        flags: '--since <when>',
        text: { de: 'nur was seitdem geschah: 90d, Datum', en: 'only what happened since: 90d, a date' },
      },
      {
        flags: '--native <file>',
        text: {
          de: 'Kalender des Helpdesks zum Vergleich (JSON)',
          en: 'calendars of the helpdesk to compare with (JSON)',
        },
      },
      {
        flags: '--stuck-days <days>',
        text: {
          de: 'ab wie vielen Tagen ein offener Vorschlag zählt (sonst 2)',
          en: 'days after which an open proposal counts (else 2)',
        },
      },
    ],
    example: 'findings --since 90d',
    run: (context: CommandContext, options: FindingsOptions) => findingsCommand(context, options),
  },
  {
    usage: 'calendar between <calendar> <from> <to>',
    text: { de: 'offene Zeit zwischen zwei Zeitpunkten', en: 'open time between two instants' },
    options: [POLICY],
    example: 'calendar between buero "2026-12-23 16:00" "2026-12-28 10:00"',
    run: (context: CommandContext, name: string, from: string, to: string, options: AskOptions) =>
      between(context, name, from, to, options),
  },
  {
    usage: 'calendar add <calendar> <from> <span>',
    text: { de: 'wann eine Spanne offener Zeit aufgebraucht ist', en: 'when a span of open time is used up' },
    options: [POLICY, ROLLING, { flags: '--back', text: { de: 'zurückgerechnet', en: 'counted back' } }],
    example: 'calendar add buero "2026-12-23 16:00" 4h',
    run: (
      context: CommandContext,
      name: string,
      from: string,
      spanText: string,
      options: AskOptions & { rolling?: boolean; back?: boolean },
    ) => add(context, name, from, spanText, options),
  },
  {
    usage: 'calendar open <calendar> [at]',
    text: {
      de: 'ob offen ist und bis wann; 1 wenn geschlossen',
      en: 'whether it is open and until when; 1 when closed',
    },
    options: [POLICY],
    example: 'calendar open buero "2026-12-24 13:00"',
    run: (context: CommandContext, name: string, at: string | undefined, options: AskOptions) =>
      open(context, name, at, options),
  },
  {
    usage: 'calendar test <file>',
    text: { de: 'prüft eine Datei mit Kalenderfällen', en: 'check a file of calendar cases' },
    options: [ROLLING],
    example: 'calendar test cases.json',
    run: (context: CommandContext, file: string, options: { rolling?: boolean }) => testCases(context, file, options),
  },
  {
    usage: 'parity',
    text: {
      de: 'unsere Werte neben denen des Helpdesks, mit der Ursache jedes Unterschieds',
      en: "our values beside the helpdesk's, with the cause of each difference",
    },
    options: [
      {
        flags: '--cases <file>',
        text: { de: 'Datei mit Fällen des Helpdesks', en: 'file of cases of the helpdesk' },
        required: true,
      },
      { flags: '--limit <count>', text: { de: 'nur die ersten Fälle', en: 'only the first cases' } },
    ],
    example: 'parity --cases sla-cases.json',
    run: (context: CommandContext, options: ParityCommandOptions) => parity(context, options),
  },
];
