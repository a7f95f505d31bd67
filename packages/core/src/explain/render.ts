import type { Reason } from '../model/reason.ts';
import { own } from '../own.ts';
import { TEMPLATES } from './templates.ts';
import { wordOf } from './words.ts';

/** How instants are written. */
export interface RenderOptions {
  readonly language: 'de' | 'en';
  /** IANA zone. Default Europe/Berlin. */
  readonly timeZone?: string;
}

/** A reason as a sentence. An unknown code is written as it is, so that nothing is lost. */
export function renderReason(reason: Reason, options: RenderOptions): string {
  const template = own(TEMPLATES, reason.code)?.[options.language];
  if (template === undefined) return `${reason.code} ${JSON.stringify(reason.facts)}`;

  return withOptions(template, reason).replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'rule' ? (reason.rule ?? '–') : renderFact(name, reason.facts[name] ?? null, options),
  );
}

/** Parts in brackets stay where the reason has their fact. */
function withOptions(template: string, { facts }: Reason): string {
  return template.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_, part: string, name: string) =>
    facts[name] === undefined || facts[name] === null ? '' : part,
  );
}

function renderFact(name: string, value: string | number | boolean | null, options: RenderOptions): string {
  if (value === null || value === '') return '–';
  if (typeof value === 'number' && name.endsWith('At')) return localTime(value, options);
  if (typeof value === 'number' && name.endsWith('Ms')) return span(value);
  return typeof value === 'string' ? wordOf(name, value, options.language) : String(value);
}

/** `24.11.2026 14:20` or `2026-11-24 14:20`, in the given zone. */
export function localTime(at: number, { language, timeZone = 'Europe/Berlin' }: RenderOptions): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const two = (part: number): string => String(part).padStart(2, '0');
  const date =
    language === 'de'
      ? `${two(local.day)}.${two(local.month)}.${local.year}`
      : `${local.year}-${two(local.month)}-${two(local.day)}`;
  return `${date} ${two(local.hour)}:${two(local.minute)}`;
}

/** `3h 05min`, `12min`, `40s`. */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}min`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}min`;
}
