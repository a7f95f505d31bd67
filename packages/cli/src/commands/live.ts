import type { WriteClass } from '@stellwerk/core';
import { goLive, goShadow, type LivePreview, previewLive } from '@stellwerk/runtime';
import { type CommandContext, withRules } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { LoadedConfig } from '../installation/config.ts';
import { systemClock } from '../installation/system-clock.ts';
import { confirmed } from '../output/confirm.ts';
import { knownConnection, mustBeWritable, writeClasses } from './known.ts';

/** Webhooks to people are sent by a connection of this name. */
const NOTIFIER = 'notify';

/** Options of `live`. */
export interface LiveOptions {
  readonly class?: string;
  readonly sendStanding?: boolean;
  readonly yes?: boolean;
}

/** The JSON of `live` and `shadow`. */
interface Switched {
  readonly connection: string;
  readonly classes: readonly WriteClass[];
  readonly mode: 'live' | 'shadow';
  /** False when a person said no: nothing was changed. */
  readonly changed: boolean;
  /** What going live could put right on open tickets; only with `live`. */
  readonly preview?: LivePreview;
  /** Open tickets whose standing ends were asked for. */
  readonly lanesAsked?: number;
}

/** Shows what going live could put right, asks, and makes write classes live. The past is never sent. */
export async function live(context: CommandContext, name: string, options: LiveOptions): Promise<number> {
  const { output } = context;
  const classes = writeClasses(options.class);
  const result = await withRules(context, async ({ runtime, config }) => {
    const connection = await introduced(runtime.store, config, name);
    await mustBeWritable(config, connection, context.more);
    const request = { connection, classes, by: 'cli' };
    const preview = await previewLive(runtime, request);
    for (const line of previewLines(preview, request, context)) output.line(line);
    const base = { connection, classes, mode: 'live', preview } as const;
    if (!options.yes && !(await confirmed({ de: 'Jetzt live schalten?', en: 'Go live now?' }, output.language))) {
      return { ...base, changed: false };
    }
    const { lanesAsked } = await goLive(runtime, request, { sendStanding: options.sendStanding ?? false });
    return { ...base, changed: true, lanesAsked };
  });
  output.result(result, () => [switchedLine(result, output.language)]);
  return result.changed ? EXIT.ok : EXIT.failed;
}

/** Puts write classes back into shadow: they are only proposed from now on. */
export async function shadow(
  context: CommandContext,
  name: string,
  options: { readonly class?: string },
): Promise<number> {
  const { output } = context;
  const classes = writeClasses(options.class);
  const result: Switched = await withRules(context, async ({ runtime, config }) => {
    const connection = await introduced(runtime.store, config, name);
    await goShadow(runtime, { connection, classes, by: 'cli' });
    return { connection, classes, mode: 'shadow', changed: true };
  });
  output.result(result, () => [switchedLine(result, output.language)]);
  return EXIT.ok;
}

/** The row is made here when nothing was served yet; a new one would otherwise begin as `writes:` of the file says. */
async function introduced(
  store: Parameters<typeof previewLive>[0]['store'],
  config: LoadedConfig,
  name: string,
): Promise<string> {
  const connection = knownConnection(config, name, [NOTIFIER]);
  const kind = config.policy.input.connections[connection]?.kind ?? 'notifier';
  await store.connections.ensure(connection, kind, systemClock.now());
  return connection;
}

function previewLines(
  { openTickets, standing }: LivePreview,
  { connection, classes }: { connection: string; classes: readonly WriteClass[] },
  { output }: CommandContext,
): readonly string[] {
  const german = output.language === 'de';
  const ends = Object.entries(standing).map(([name, count]) => `${name}: ${count}`);
  const total = Object.values(standing).reduce((sum, count) => sum + count, 0);
  return german
    ? [
        `${connection}: ${classes.join(', ')} würde live.`,
        `  ${openTickets} offene Tickets; ${total} stehende Werte (Stufe, Tags, Gruppe) weichen ab${ends.length > 0 ? ` (${ends.join(', ')})` : ''}.`,
        '  Vergangenes wird nie gesendet; stehende Werte offener Tickets nur mit --send-standing.',
        `  Jede Änderung vorher sehen: stellwerk plan ${connection} --live ${classes.join(',')}, dann stellwerk apply.`,
      ]
    : [
        `${connection}: ${classes.join(', ')} would go live.`,
        `  ${openTickets} open tickets; ${total} standing ends (tier, tags, group) differ${ends.length > 0 ? ` (${ends.join(', ')})` : ''}.`,
        '  The past is never sent; standing ends of open tickets only with --send-standing.',
        `  To see each change before: stellwerk plan ${connection} --live ${classes.join(',')}, then stellwerk apply.`,
      ];
}

function switchedLine({ connection, classes, mode, changed, lanesAsked = 0 }: Switched, language: 'de' | 'en'): string {
  const german = language === 'de';
  if (!changed) return german ? 'Nichts geändert.' : 'Nothing changed.';
  const what = `${connection}: ${classes.join(', ')}`;
  if (mode === 'shadow') return german ? `${what} ist wieder im Schatten.` : `${what} is in shadow again.`;
  const asked = german
    ? ` ${lanesAsked} offene Tickets werden nachgezogen.`
    : ` ${lanesAsked} open tickets are being put right.`;
  return `${what} ${german ? 'ist live.' : 'is live.'}${lanesAsked > 0 ? asked : ''}`;
}
