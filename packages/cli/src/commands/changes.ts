import { localTime } from '@stellwerk/core';
import type { Change, ChangeFilter } from '@stellwerk/ports';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { table } from '../output/table.ts';
import { factsText } from './changing/lines.ts';
import { pastInstant } from './when.ts';

const LIMIT = 1_000;

/** Which changes. */
export interface ChangeOptions {
  readonly connection?: string;
  readonly rule?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Everything that was changed outside, newest first. */
export async function listChanges(context: CommandContext, options: ChangeOptions): Promise<number> {
  const { output } = context;
  const { found, timeZone } = await withStore(context, 'read', async ({ store, config }) => {
    const zone = config.policy.input.locale.timezone;
    return { found: await store.changes.list(changeFilter(options, zone)), timeZone: zone };
  });
  output.result(found, () =>
    found.length === 0
      ? [output.language === 'de' ? 'Noch nichts geändert.' : 'Nothing changed yet.']
      : table(
          ['id', 'at', 'where', 'what', 'rule', 'undone'],
          found.map((each) => row(each, output.language, timeZone)),
        ),
  );
  return EXIT.ok;
}

/** Reads the options into a filter of the ledger. Throws CommandError (exit 2) for what is no instant. */
export function changeFilter({ connection, rule, since, until }: ChangeOptions, timeZone: string): ChangeFilter {
  const now = systemClock.now();
  return {
    limit: LIMIT,
    ...(connection === undefined ? {} : { connection }),
    ...(rule === undefined ? {} : { rule }),
    ...(since === undefined ? {} : { since: pastInstant(since, now, timeZone) }),
    ...(until === undefined ? {} : { until: pastInstant(until, now, timeZone) }),
  };
}

function row(change: Change, language: 'de' | 'en', timeZone: string): readonly (string | number)[] {
  const { id, at, lane, connection, key, action, before, after, rule, undoneBy, undoOf } = change;
  const where = lane ?? `${connection} ${key}`;
  const what = change.kind === 'object' ? action : `${action} ${factsText(before, after)}`;
  const undone = undoOf === null ? (undoneBy ?? '') : `← ${undoOf}`;
  return [id, localTime(at, { language, timeZone }), where, what, rule ?? '', undone];
}
