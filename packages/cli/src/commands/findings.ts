import { existsSync, readFileSync } from 'node:fs';
import {
  type Finding,
  FindingCollector,
  type FindingFigures,
  type FindingKind,
  fold,
  inStoryOrder,
  localTime,
  NativeCalendar,
  type Policy,
  type RenderOptions,
  span,
  type Text,
} from '@stellwerk/core';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../installation/config.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { storedStories } from './simulate/stories.ts';
import { pastInstant } from './when.ts';

/** Options of `findings`. */
export interface FindingsOptions {
  readonly since?: string;
  readonly native?: string;
  readonly stuckDays?: string;
}

/** The JSON of `findings`. Instants are epoch ms. */
interface Findings {
  readonly policyVersion: string;
  readonly since: number | null;
  readonly at: number;
  readonly tickets: number;
  readonly findings: readonly Finding[];
}

const TITLES: Readonly<Record<FindingKind, Text>> = {
  pause_gaming: { de: 'Angehalten, obwohl der Kunde geantwortet hatte', en: 'Paused while the customer had replied' },
  calendars_disagree: { de: 'Kalender weichen vom Helpdesk ab', en: 'Calendars disagree with the helpdesk' },
  holidays_missing: { de: 'Feiertage fehlen oder sind zu prüfen', en: 'Holidays are missing or to be checked' },
  alerts_at_night: { de: 'Alarme außerhalb der Arbeitszeit', en: 'Alerts outside working hours' },
  ping_pong: { de: 'Hin und her zwischen Stufen', en: 'Back and forth between tiers' },
  facts_missing: { de: 'Übergaben ohne die nötigen Angaben', en: 'Hand-overs without the required facts' },
  stuck_below: { de: 'Tickets unter der Stufe, die sie brauchen', en: 'Tickets below the tier they need' },
  tier_skipped: { de: 'Übersprungene Stufen', en: 'Tiers skipped' },
};

/** Looks through the stored stories for what a team should look at. Reads only. */
export async function findingsCommand(context: CommandContext, options: FindingsOptions): Promise<number> {
  const { output } = context;
  const { policy } = loadConfig(context.config);
  const timeZone = policy.input.locale.timezone;
  const now = systemClock.now();
  const since = options.since === undefined ? null : pastInstant(options.since, now, timeZone);
  const collector = new FindingCollector(policy, {
    now,
    since,
    stuckDays: daysOf(options.stuckDays),
    nativeCalendars: options.native === undefined ? [] : nativeCalendars(options.native, policy),
  });
  let tickets = 0;
  for await (const story of storedStories(context, { from: since })) {
    const { connection = '', ticket: ticketId = '' } = story[0] ?? {};
    const ticket = { connection, ticketId, key: `${connection}:ticket:${ticketId}` };
    const events = inStoryOrder(story);
    collector.add({ ticket, state: fold(ticket, policy, null, events, now).state, events });
    tickets += 1;
  }
  const result: Findings = { policyVersion: policy.version, since, at: now, tickets, findings: collector.findings() };
  output.result(result, () => lines(result, { language: output.language, timeZone }));
  return EXIT.ok;
}

function lines({ tickets, findings }: Findings, render: RenderOptions): readonly string[] {
  const german = render.language === 'de';
  const head = german ? `${tickets} Tickets angesehen.` : `${tickets} tickets looked at.`;
  if (findings.length === 0) return [head, german ? 'Nichts gefunden.' : 'Nothing found.'];
  return [
    head,
    ...findings.flatMap(({ kind, count, figures, tickets: each }) => [
      '',
      `${TITLES[kind][render.language]}: ${count}`,
      ...(each.length === 0 ? [`  ${figuresText(figures, render)}`] : []),
      ...each.map(
        ({ connection, ticket, at, figures: own }) =>
          `  ${connection}:${ticket}  ${localTime(at, render)}  ${figuresText(own, render)}`,
      ),
    ]),
  ];
}

/** `clock resolution#1, gained 7h 30min`; a text in both languages is told in one. */
function figuresText(figures: FindingFigures, { language }: RenderOptions): string {
  const other = language === 'de' ? 'en' : 'de';
  return Object.entries(figures)
    .filter(([name, value]) => value !== null && value !== '' && name !== other)
    .map(([name, value]) => {
      if (name === language) return String(value);
      return name.endsWith('Ms') ? `${name.slice(0, -2)} ${span(Number(value))}` : `${name} ${String(value)}`;
    })
    .join(', ');
}

function daysOf(text: string | undefined): number {
  if (text === undefined) return 2;
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError({
    de: `--stuck-days ${text}: erwartet wird eine Anzahl von Tagen.`,
    en: `--stuck-days ${text}: expected a number of days.`,
  });
}

/** A file with one calendar of the helpdesk or a list of them, in the form of `NativeCalendar`. */
function nativeCalendars(file: string, policy: Policy): readonly NativeCalendar[] {
  if (!existsSync(file)) throw unusable(file, { de: 'gibt es nicht', en: 'does not exist' });
  const read = NativeCalendar.array().safeParse([parsed(file)].flat());
  if (!read.success) {
    const [issue] = read.error.issues;
    const text = `${issue?.path.join('.')}: ${issue?.message}`;
    throw unusable(file, { de: text, en: text });
  }
  for (const { policyCalendar } of read.data) {
    if (Object.hasOwn(policy.input.calendars, policyCalendar)) continue;
    const known = Object.keys(policy.input.calendars).join(', ');
    throw unusable(file, {
      de: `es gibt keinen Kalender „${policyCalendar}“; bekannt: ${known}`,
      en: `there is no calendar “${policyCalendar}”; known: ${known}`,
    });
  }
  return read.data;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unusable(file, { de: 'ist kein JSON', en: 'is no JSON' });
  }
}

function unusable(file: string, text: Text): CommandError {
  return new CommandError('FILE_UNREADABLE', { de: `${file}: ${text.de}.`, en: `${file}: ${text.en}.` }, EXIT.config);
}
