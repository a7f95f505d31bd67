import { localTime } from '@stellwerk/core';
import type { Store } from '@stellwerk/ports';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../output/table.ts';

const LIMIT = 1_000;

/** What was given up: an event that failed or killed too often, or an effect that a provider refuses. */
export interface DeadLetter {
  /** `event:12` or `effect:34`, as `replay` takes it. */
  readonly id: string;
  readonly ticket: string;
  /** Kind of the event, or of the write. */
  readonly what: string;
  readonly error: string | null;
  /** Epoch ms. */
  readonly at: number;
}

/** Reads the first thousand of each. */
export async function deadLetters(store: Store): Promise<readonly DeadLetter[]> {
  const events = await store.admin.deadEvents(LIMIT);
  const effects = await store.effects.list({ states: ['dead'], limit: LIMIT });
  return [
    ...events.map(({ id, lane, kind, error, at }) => ({ id: `event:${id}`, ticket: lane, what: kind, error, at })),
    ...effects.map(({ id, lane, effect, error, createdAt }) => ({
      id: `effect:${id}`,
      ticket: lane.key,
      what: `${effect.connection} ${effect.write.kind}`,
      error,
      at: createdAt,
    })),
  ];
}

/** Lists what was given up, and how many deliveries could not be read. */
export async function listDeadLetters(context: CommandContext): Promise<number> {
  const { output } = context;
  const { letters, unparsable, timeZone } = await withStore(context, 'read', async ({ store, config }) => ({
    letters: await deadLetters(store),
    unparsable: (await store.admin.counts()).unparsable ?? 0,
    timeZone: config.policy.input.locale.timezone,
  }));
  const german = output.language === 'de';
  output.result({ letters, unparsable }, () => [
    ...(letters.length === 0
      ? [german ? 'Nichts wurde aufgegeben.' : 'Nothing was given up.']
      : table(
          ['id', 'ticket', german ? 'was' : 'what', german ? 'seit' : 'since', german ? 'Fehler' : 'error'],
          letters.map(({ id, ticket, what, at, error }) => [
            id,
            ticket,
            what,
            localTime(at, { language: output.language, timeZone }),
            error ?? '–',
          ]),
        )),
    ...(unparsable === 0
      ? []
      : [german ? `Unlesbare Zustellungen: ${unparsable}` : `Deliveries that could not be read: ${unparsable}`]),
  ]);
  return EXIT.ok;
}
