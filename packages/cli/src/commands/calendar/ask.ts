import {
  type BusinessCalendar,
  CalendarError,
  type CalendarSegment,
  type Duration,
  localTime,
  parseDuration,
  span,
} from '@stellwerk/core';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { loadConfig } from '../../installation/config.ts';
import { usageError } from '../../output/command-error.ts';
import type { Language } from '../../output/language.ts';
import { unknown } from '../known.ts';
import { instant } from '../when.ts';

/** Options of every question to a calendar. */
export interface AskOptions {
  /** The policy file, when not the one of `--config`. */
  readonly policy?: string;
}

interface Asked {
  readonly calendar: BusinessCalendar;
  readonly timeZone: string;
}

/** How much open time lies between two instants, and the stretches it is made of. */
export async function between(
  context: CommandContext,
  name: string,
  fromText: string,
  toText: string,
  options: AskOptions,
): Promise<number> {
  const { calendar, timeZone } = calendarNamed(context, name, options);
  const [from, to] = [instant(fromText, timeZone), instant(toText, timeZone)];
  const openMs = calendar.between(from, to);
  const segments = calendar.segments(from, to);
  context.output.result({ calendar: name, timeZone, from: iso(from), to: iso(to), openMs, segments }, () => [
    span(openMs),
    ...segments.map((each) => `  ${segmentLine(each, context.output.language, timeZone)}`),
  ]);
  return EXIT.ok;
}

/** The instant at which a span of open time is used up, counted forwards or back. */
export async function add(
  context: CommandContext,
  name: string,
  fromText: string,
  spanText: string,
  options: AskOptions & { readonly rolling?: boolean; readonly back?: boolean },
): Promise<number> {
  const { calendar, timeZone } = calendarNamed(context, name, options);
  const from = instant(fromText, timeZone);
  const at = added(calendar, from, durationOf(spanText), options);
  const { output } = context;
  output.result({ calendar: name, timeZone, from: iso(from), span: spanText, at: iso(at) }, () => [
    localTime(at, { language: output.language, timeZone }),
  ]);
  return EXIT.ok;
}

/** Whether a calendar is open, and when that changes. Exit code 1 when it is closed, for scripts. */
export async function open(
  context: CommandContext,
  name: string,
  atText: string | undefined,
  options: AskOptions,
): Promise<number> {
  const { calendar, timeZone } = calendarNamed(context, name, options);
  const at = atText === undefined ? Date.now() : instant(atText, timeZone);
  const isOpen = calendar.isOpen(at);
  const changesAt = nextChange(calendar, at, isOpen);
  const { output } = context;
  const german = output.language === 'de';
  output.result(
    { calendar: name, timeZone, at: iso(at), open: isOpen, changesAt: changesAt === null ? null : iso(changesAt) },
    () => {
      if (changesAt === null) return [german ? 'immer offen' : 'always open'];
      const when = localTime(changesAt, { language: output.language, timeZone });
      if (isOpen) return [german ? `offen bis ${when}` : `open until ${when}`];
      return [german ? `geschlossen bis ${when}` : `closed until ${when}`];
    },
  );
  return isOpen ? EXIT.ok : EXIT.failed;
}

/** When the answer changes, or null for a calendar that never closes. */
function nextChange(calendar: BusinessCalendar, at: number, isOpen: boolean): number | null {
  try {
    return isOpen ? calendar.nextClosing(at) : calendar.nextOpening(at);
  } catch (error) {
    if (isOpen && error instanceof CalendarError && error.code === 'CALENDAR_UNREACHABLE') return null;
    throw error;
  }
}

function calendarNamed(context: CommandContext, name: string, { policy: file }: AskOptions): Asked {
  const { policy } = loadConfig(file ?? context.config);
  const calendar = policy.calendars.get(name);
  const timeZone = policy.input.calendars[name]?.timezone;
  if (calendar && timeZone !== undefined) return { calendar, timeZone };
  throw usageError(
    unknown(name, [...policy.calendars.keys()], { de: 'Es gibt keinen Kalender', en: 'There is no calendar' }),
  );
}

function added(
  calendar: BusinessCalendar,
  from: number,
  duration: Duration,
  { rolling = false, back = false }: { readonly rolling?: boolean; readonly back?: boolean },
): number {
  if (duration.kind === 'open' && back) return calendar.subtract(from, duration.ms);
  if (duration.kind === 'open')
    return rolling ? calendar.addRolling(from, duration.ms) : calendar.add(from, duration.ms);
  if (!back && !rolling) return calendar.addBusinessDays(from, duration.days);
  throw usageError({
    de: 'Geschäftstage (bd) gehen nur vorwärts und ohne --rolling.',
    en: 'Business days (bd) only go forwards and without --rolling.',
  });
}

function durationOf(text: string): Duration {
  const duration = parseDuration(text);
  if (duration) return duration;
  throw usageError({
    de: `„${text}“ ist keine Spanne; erwartet wird etwas wie 30min, 4h, 1d oder 2bd.`,
    en: `“${text}” is no span; expected something like 30min, 4h, 1d or 2bd.`,
  });
}

const REASONS = {
  de: { hours: 'Öffnungszeit', closed: 'außerhalb der Zeiten', holiday: 'Feiertag', exception: 'Ausnahme' },
  en: { hours: 'hours', closed: 'outside hours', holiday: 'holiday', exception: 'exception' },
} as const;

function segmentLine(segment: CalendarSegment, language: Language, timeZone: string): string {
  const { from, to, open: isOpen, reason, label, labelEn } = segment;
  const time = (at: number): string => localTime(at, { language, timeZone });
  const named = language === 'en' ? (labelEn ?? label) : label;
  const words = language === 'de' ? ['offen', 'geschlossen'] : ['open', 'closed'];
  const why = named === undefined ? REASONS[language][reason] : `${REASONS[language][reason]}, ${named}`;
  return `${time(from)} – ${time(to)}  ${isOpen ? words[0] : words[1]} (${why})`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
