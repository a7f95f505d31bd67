import { type Rebuilt, rebuild } from '@stellwerk/runtime';
import { type CommandContext, withRules } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { findTicket } from './ticket-key.ts';

/** Folds tickets anew from their events and reports those whose cached state was not the same, byte by byte. */
export async function rebuildCommand(
  context: CommandContext,
  { ticket }: { readonly ticket?: string },
): Promise<number> {
  const { output } = context;
  const result = await withRules(context, async ({ runtime }) =>
    rebuild(runtime, ticket === undefined ? undefined : await findTicket(runtime.store, ticket)),
  );
  output.result(result, () => lines(result, output.language));
  return result.differing.length + result.busy.length === 0 ? EXIT.ok : EXIT.failed;
}

function lines({ lanes, differing, busy }: Rebuilt, language: 'de' | 'en'): readonly string[] {
  const german = language === 'de';
  return [
    german
      ? `${lanes} Tickets neu gerechnet, ${differing.length} wichen ab${differing.length > 0 ? ' und sind berichtigt:' : '.'}`
      : `${lanes} tickets folded anew, ${differing.length} differed${differing.length > 0 ? ' and are put right:' : '.'}`,
    ...differing.map((key) => `  ${key}`),
    ...busy.map(
      (key) => `  ${key}: ${german ? 'gerade in Arbeit, bitte noch einmal' : 'being worked on, please run again'}`,
    ),
  ];
}
