import { localTime } from '@stellwerk/core';
import type { Language } from '../../output/language.ts';
import { table } from '../../output/table.ts';
import type { ImportResult } from '../import.ts';

const KINDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  de: {
    status: 'Status',
    priority: 'Priorität',
    tier: 'Stufe',
    person: 'Rolle',
    visibility: 'Sichtbarkeit',
    rating: 'Bewertung',
    channel: 'Kanal',
  },
  en: { person: 'role' },
};
const SHOWN = 20;

/** What an import came to, as people read it. */
export function importLines(result: ImportResult, language: Language, timeZone: string): readonly string[] {
  return [
    ...headLines(result, language, timeZone),
    ...(result.dryRun ? valueTables(result, language) : []),
    ...unknownLines(result, language),
    ...columnLines(result, language),
    ...badLines(result, language),
    ...leftLines(result, language),
  ];
}

function headLines(result: ImportResult, language: Language, timeZone: string): readonly string[] {
  const { file, rows, tickets, events, added, firstAt, lastAt, state, dryRun } = result;
  const german = language === 'de';
  const day = (at: number): string => localTime(at, { language, timeZone });
  const span = firstAt === null || lastAt === null ? '' : ` · ${day(firstAt)} – ${day(lastAt)}`;
  const count = german ? `${rows} Zeilen, ${tickets} Tickets` : `${rows} rows, ${tickets} tickets`;
  const stored = german ? `${events} Ereignisse, ${added} davon neu` : `${events} events, ${added} of them new`;
  const dry = german
    ? `${events} Ereignisse, nichts gespeichert (--dry-run)`
    : `${events} events, nothing stored (--dry-run)`;
  const cut = german ? 'Unvollständig: derselbe Befehl setzt fort.' : 'Incomplete: the same command goes on from here.';
  return [`${file}: ${count}${span}`, dryRun ? dry : stored, ...(state === 'complete' ? [] : [cut])];
}

/** What each value was taken for: what a person looks at before the first import. */
function valueTables({ values }: ImportResult, language: Language): readonly string[] {
  const german = language === 'de';
  return Object.entries(values).flatMap(([kind, counts]) => [
    '',
    ...table(
      [KINDS[language][kind] ?? kind, german ? 'gilt als' : 'means', german ? 'Zeilen' : 'rows'],
      counts.slice(0, SHOWN).map(({ value, means, rows }) => [value, means ?? '?', rows]),
    ),
    ...more(counts.length - SHOWN, language),
  ]);
}

function unknownLines({ values, mapping }: ImportResult, language: Language): readonly string[] {
  const unknown = Object.entries(values).flatMap(([kind, counts]) =>
    counts.filter(({ means }) => means === null).map(({ value, rows }) => ({ kind, value, rows })),
  );
  if (unknown.length === 0) return [];
  const german = language === 'de';
  const head = german ? `Unbekannte Werte, zuzuordnen in ${mapping}:` : `Unknown values, to be mapped in ${mapping}:`;
  const lines = unknown
    .slice(0, SHOWN)
    .map(
      ({ kind, value, rows }) => `  ${KINDS[language][kind] ?? kind}: ${value} (${rows} ${german ? 'Zeilen' : 'rows'})`,
    );
  return ['', head, ...lines, ...more(unknown.length - SHOWN, language)];
}

function columnLines({ unseenColumns, rows }: ImportResult, language: Language): readonly string[] {
  if (unseenColumns.length === 0 || rows === 0) return [];
  const names = unseenColumns.join(', ');
  return ['', language === 'de' ? `In keiner Zeile: ${names}` : `In no row: ${names}`];
}

function badLines({ bad, badRows, file }: ImportResult, language: Language): readonly string[] {
  if (badRows === 0) return [];
  const head = language === 'de' ? `${badRows} Zeilen ausgelassen:` : `${badRows} rows left out:`;
  const lines = bad.slice(0, SHOWN).map(({ line, text }) => `  ${file}:${line}: ${text[language]}`);
  return ['', head, ...lines, ...more(badRows - SHOWN, language)];
}

function leftLines({ left, worked }: ImportResult, language: Language): readonly string[] {
  if (left === 0) return [];
  const german = language === 'de';
  const rest = german ? `${left} Tickets warten noch` : `${left} tickets still wait`;
  const who = german ? 'das laufende serve arbeitet sie ab' : 'the running serve works them off';
  const later = german ? 'derselbe Befehl oder serve arbeitet sie ab' : 'the same command or serve works them off';
  return ['', `${rest}: ${worked === 'beside' ? who : later}.`];
}

function more(count: number, language: Language): readonly string[] {
  if (count <= 0) return [];
  return [
    language === 'de' ? `  … und ${count} weitere (--json nennt sie)` : `  … and ${count} more (--json lists them)`,
  ];
}
