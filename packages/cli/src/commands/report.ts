import { type Report, report } from '@stellwerk/runtime';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';
import { EFFECT_STATES } from './explain/words.ts';
import { knownConnection } from './known.ts';

type Language = 'de' | 'en';

const WORDS = {
  de: {
    tier: 'Stufe',
    priority: 'Priorität',
    status: 'Status',
    effect: 'Wirkungen',
    tickets: 'Tickets',
    none: 'keine',
  },
  en: { tier: 'tier', priority: 'priority', status: 'status', effect: 'effects', tickets: 'tickets', none: 'none' },
} as const;

/** Plain counts over all tickets, or those of one connection. */
export async function reportCommand(
  context: CommandContext,
  { connection }: { readonly connection?: string },
): Promise<number> {
  const { output } = context;
  const value = await withStore(context, 'read', ({ store, config }) =>
    report(store, connection === undefined ? undefined : knownConnection(config, connection)),
  );
  output.result(value, () => lines(value, output.language));
  return EXIT.ok;
}

function lines({ byTier, byPriority, byStatus, effects, ...counts }: Report, language: Language): readonly string[] {
  const words = WORDS[language];
  const { tickets, open, finished, breaches, ticketsWithBreach, rows } = counts;
  const states = Object.fromEntries(
    Object.entries(effects).map(([state, count]) => [EFFECT_STATES[language][state] ?? state, count]),
  );
  const head =
    language === 'de'
      ? `${tickets} Tickets, ${open} offen, ${finished} gelöst · ${breaches} verletzte Ziele an ${ticketsWithBreach} Tickets`
      : `${tickets} tickets, ${open} open, ${finished} solved · ${breaches} breached targets on ${ticketsWithBreach} tickets`;
  const rest =
    language === 'de'
      ? `${rows.events ?? 0} Ereignisse, ${rows.events_open ?? 0} offen, ${rows.events_dead ?? 0} gescheitert · ${rows.timers ?? 0} Termine`
      : `${rows.events ?? 0} events, ${rows.events_open ?? 0} open, ${rows.events_dead ?? 0} failed · ${rows.timers ?? 0} timers`;
  return [
    head,
    ...block(words.tier, words.tickets, byTier, words.none),
    ...block(words.priority, words.tickets, byPriority, words.none),
    ...block(words.status, words.tickets, byStatus, words.none),
    ...block(words.effect, '', states, words.none),
    '',
    rest,
  ];
}

function block(name: string, unit: string, counts: Readonly<Record<string, number>>, none: string): readonly string[] {
  const rows = Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0) return [];
  return [
    '',
    ...table(
      [name, unit],
      rows.map(([key, count]) => [key === 'none' ? none : key, count]),
    ),
  ];
}
