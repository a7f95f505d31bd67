import { explain } from '@stellwerk/runtime';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError } from '../output/command-error.ts';
import { explained } from './explain/explained.ts';
import { explainedLines } from './explain/lines.ts';
import { findTicket } from './ticket-key.ts';

/** Says of one ticket why it stands as it does and what is due next. */
export async function explainTicket(context: CommandContext, ticket: string): Promise<number> {
  const { output } = context;
  const value = await withStore(context, 'read', async ({ store, config }) => {
    const key = await findTicket(store, ticket);
    const found = await explain(store, key);
    if (!found) throw vanished(ticket);
    return explained(found, config.policy, { language: output.language, now: systemClock.now() });
  });
  output.result(value, () => explainedLines(value, output.language));
  return EXIT.ok;
}

function vanished(ticket: string): CommandError {
  return new CommandError('TICKET_UNKNOWN', {
    de: `Das Ticket ${ticket} wurde eben gelöscht.`,
    en: `The ticket ${ticket} was deleted just now.`,
  });
}
