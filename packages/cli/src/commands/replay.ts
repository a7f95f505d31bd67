import type { Store } from '@stellwerk/ports';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { deadLetters } from './dead-letters.ts';

const RATE = /^(\d+)\/(s|min)$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000 };

/** Puts dead events and effects back to work: one, or all at a bearable rate. A running `serve` works on them. */
export async function replay(
  context: CommandContext,
  id: string | undefined,
  options: { readonly all?: boolean; readonly rate: string },
): Promise<number> {
  const { output } = context;
  const pauseMs = pauseOf(options.rate);
  if ((id === undefined) === !options.all) throw which();
  const replayed = await withStore(context, 'admin', async ({ store }) => {
    const ids = id === undefined ? (await deadLetters(store)).map((letter) => letter.id) : [await oneOf(store, id)];
    const done: string[] = [];
    for (const each of ids) {
      if (done.length > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (await replayOne(store, each)) done.push(each);
    }
    return done;
  });
  if (id !== undefined && replayed.length === 0) throw notDead(id);
  output.result({ replayed }, () => [
    output.language === 'de' ? `${replayed.length} wieder eingereiht.` : `${replayed.length} put back to work.`,
    ...replayed.map((each) => `  ${each}`),
  ]);
  return EXIT.ok;
}

function replayOne(store: Store, id: string): Promise<boolean> {
  const [kind, number] = id.split(':');
  const now = systemClock.now();
  return kind === 'event'
    ? store.admin.replayEvent(Number(number), 'cli', now)
    : store.effects.replay(Number(number), 'cli', now);
}

/** A bare number is fine as long as it can mean one thing only. */
async function oneOf(store: Store, id: string): Promise<string> {
  if (/^(event|effect):\d+$/.test(id)) return id;
  if (!/^\d+$/.test(id)) throw which();
  const found = (await deadLetters(store)).map((letter) => letter.id).filter((each) => each.endsWith(`:${id}`));
  if (found.length === 1) return found[0] ?? id;
  if (found.length === 0) throw notDead(id);
  throw usageError({
    de: `${id} kann ${found.join(' oder ')} heißen.`,
    en: `${id} may mean ${found.join(' or ')}.`,
  });
}

function pauseOf(rate: string): number {
  const [, count, unit] = RATE.exec(rate) ?? [];
  if (count !== undefined && unit !== undefined && Number(count) > 0) return (UNIT_MS[unit] ?? 0) / Number(count);
  throw usageError({
    de: `--rate erwartet etwas wie 10/s oder 30/min, nicht „${rate}“.`,
    en: `--rate expects something like 10/s or 30/min, not “${rate}”.`,
  });
}

function which(): CommandError {
  return usageError({
    de: 'Erwartet wird eine Kennung wie event:12 oder effect:34, oder --all; `stellwerk deadletters` zeigt sie.',
    en: 'Expected an id such as event:12 or effect:34, or --all; `stellwerk deadletters` shows them.',
  });
}

function notDead(id: string): CommandError {
  return new CommandError('NOT_DEAD', {
    de: `${id} ist nicht unter dem, was aufgegeben wurde.`,
    en: `${id} is not among what was given up.`,
  });
}
