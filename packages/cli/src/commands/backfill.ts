import { type Backfilled, backfill } from '@stellwerk/runtime';
import type { Installation } from '../compose.ts';
import { type CommandContext, openOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../installation/config.ts';
import { openWorking, type Worked } from '../installation/open-working.ts';
import { createProgress } from '../output/progress.ts';
import { onInterrupt } from '../serving/interrupt.ts';
import { drainAlone } from './backfill/drain.ts';
import { knownConnection } from './known.ts';
import { pastInstant } from './when.ts';

/** What a backfill came to, per connection and over all. */
interface BackfillResult {
  readonly since: number;
  /** `alone`: this process decided on what it found. `beside`: a running `serve` does. */
  readonly worked: Worked;
  readonly connections: readonly ({ readonly connection: string } & Backfilled)[];
  /** Tickets that still wait to be fetched and decided on. */
  readonly left: number;
}

/** Reads the past of one connection or all, and decides on it: itself, or by a `serve` that runs on the same database. */
export async function backfillHistory(
  context: CommandContext,
  only: string | undefined,
  options: { readonly since: string },
): Promise<number> {
  const config = loadConfig(context.config);
  const since = pastInstant(options.since, Date.now(), config.policy.input.locale.timezone);
  const names = only === undefined ? Object.keys(config.policy.input.connections) : [knownConnection(config, only)];
  const interrupt = onInterrupt(); // from here on Ctrl-C ends the run in order, also while it still opens
  const provenance = (): 'backfill' => 'backfill';
  const { installation, worked } = await openWorking({
    ...openOptions(context, 'serve', config),
    provenance,
    withoutWebhooks: true, // nothing comes in here
  });
  try {
    const connections = await readAll(installation, names, { since, signal: interrupt.signal, context });
    const left = await workOff(installation, worked, { signal: interrupt.signal, context });
    const result: BackfillResult = { since, worked, connections, left };
    context.output.result(result, () => lines(result, context.output.language));
    if (interrupt.signal.aborted) return EXIT.interrupted;
    return connections.every(({ state }) => state === 'complete') ? EXIT.ok : EXIT.failed;
  } finally {
    interrupt.release();
    await installation.close();
  }
}

interface Run {
  readonly signal: AbortSignal;
  readonly context: CommandContext;
}

async function readAll(
  { runtime }: Installation,
  names: readonly string[],
  { since, signal, context }: Run & { readonly since: number },
): Promise<BackfillResult['connections']> {
  const results: ({ connection: string } & Backfilled)[] = [];
  for (const name of names) {
    if (signal.aborted) break;
    const progress = createProgress(name.padEnd(14));
    const done = await backfill(runtime, name, {
      since,
      signal,
      onProgress: ({ share, seen, etaMs }) => progress.update(share, seen, etaMs),
    }).finally(() => progress.end());
    if (done.error !== null) context.output.line(`  ✗ ${name}: ${done.error}`);
    results.push({ connection: name, ...done });
  }
  return results;
}

async function workOff(
  { runtime }: Installation,
  worked: BackfillResult['worked'],
  { signal, context }: Run,
): Promise<number> {
  if (worked === 'beside') return (await runtime.store.admin.counts()).lanes_ready ?? 0;
  const label = context.output.language === 'de' ? 'bewerten' : 'deciding';
  return drainAlone(runtime, createProgress(label.padEnd(14)), signal);
}

function lines({ worked, connections, left }: BackfillResult, language: 'de' | 'en'): readonly string[] {
  const german = language === 'de';
  const each = connections.map(({ connection, state, seen }) => {
    const how = german
      ? { complete: 'vollständig', incomplete: 'unvollständig, derselbe Befehl setzt fort' }
      : { complete: 'complete', incomplete: 'incomplete, the same command goes on from here' };
    return `${connection}: ${seen} ${german ? 'gesehen' : 'seen'}, ${how[state]}`;
  });
  if (left === 0) return each;
  const rest = german ? `${left} Tickets warten noch` : `${left} tickets still wait`;
  const who = german ? 'das laufende serve arbeitet sie ab' : 'the running serve works them off';
  const later = german ? 'derselbe Befehl oder serve arbeitet sie ab' : 'the same command or serve works them off';
  return [...each, `${rest}: ${worked === 'beside' ? who : later}.`];
}
