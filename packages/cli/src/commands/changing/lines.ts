import { type RenderOptions, renderReason } from '@stellwerk/core';
import type { ChangeFacts } from '@stellwerk/ports';
import type { Plan, PlannedObject, PlannedWrite } from '@stellwerk/runtime';

/** Tickets shown one by one; all of them stand in the JSON. */
const SHOWN = 20;
const SIGNS = { create: '+', change: '~', delete: '-' } as const;

/** A plan as people review it. */
export function planLines(plan: Plan, render: RenderOptions): readonly string[] {
  const german = render.language === 'de';
  return [
    ...section(
      german ? 'Beim Anbieter' : 'At the provider',
      plan.objects.flatMap((each) => objectLines(each, render)),
    ),
    ...section(
      german ? 'Schalter' : 'Switches',
      plan.switches.map(({ connection, writeClass, to }) =>
        to === 'live' ? `  ${connection} ${writeClass}: shadow → live` : `  ${connection} ${writeClass}: live → shadow`,
      ),
    ),
    ...section(
      `Tickets (${plan.writes.length + plan.undos.length})`,
      shortened(
        [
          ...plan.writes.map((each) => writeLine(each, render)),
          ...plan.undos.map(({ lane, before, after, change }) => {
            const of = german ? `nimmt Änderung ${change} zurück` : `takes change ${change} back`;
            return `  ${lane}  ${factsText(before, after)}  (${of})`;
          }),
        ],
        german,
      ),
    ),
    ...plan.byHand.map((connection) =>
      german
        ? `${connection}: dieser Adapter legt nichts selbst an; von Hand nach docs/, Adresse: stellwerk connection show ${connection}`
        : `${connection}: this adapter makes nothing by itself; by hand as in docs/, address: stellwerk connection show ${connection}`,
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function shortened(lines: readonly string[], german: boolean): readonly string[] {
  if (lines.length <= SHOWN) return lines;
  const rest = lines.length - SHOWN;
  return [
    ...lines.slice(0, SHOWN),
    german ? `  … und ${rest} weitere (--json zeigt alle)` : `  … and ${rest} more (--json shows all)`,
  ];
}

function objectLines(object: PlannedObject, { language }: RenderOptions): readonly string[] {
  const { connection, key, action, title, before, after, remark } = object;
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const differing = names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
  return [
    `  ${SIGNS[action]} ${connection} ${key}  ${title[language]}`,
    ...(action === 'delete'
      ? []
      : differing.map((name) => `      ${name}: ${shown(before?.[name])} → ${shown(after?.[name])}`)),
    ...(remark === null ? [] : [`      ! ${remark[language]}`]),
  ];
}

function writeLine({ number, before, after, rule, reason }: PlannedWrite, render: RenderOptions): string {
  return `  #${number}  ${factsText(before, after)}  (${rule}: ${renderReason(reason, render)})`;
}

/** `tier: – → T2`, `tags: +bug -old`. */
export function factsText(before: ChangeFacts | null, after: ChangeFacts | null): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) =>
      name === 'tags'
        ? `tags: ${tagsText(after?.[name])}`
        : `${name}: ${before === null ? '?' : shown(before[name])} → ${shown(after?.[name])}`,
    )
    .join(', ');
}

function tagsText(tags: unknown): string {
  const entries = Object.entries((tags ?? {}) as Readonly<Record<string, boolean>>);
  return entries.map(([tag, on]) => `${on ? '+' : '-'}${tag}`).join(' ');
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
