import type { LaneKey, Store } from '@stellwerk/ports';
import { CommandError, usageError } from '../output/command-error.ts';

const PAGE = 500;

/** Finds the ticket that people mean: `connection:ticket:id`, `connection:id`, or its number. Throws CommandError when none or several are meant. */
export async function findTicket(store: Store, text: string): Promise<LaneKey> {
  const [connection, second, third] = text.split(':');
  if (second !== undefined) return known(store, third === undefined ? `${connection}:ticket:${second}` : text, text);

  const found = await withNumber(store, text);
  if (found.length > 1) {
    throw usageError({
      de: `Mehrere Tickets heißen ${text}: ${found.join(', ')}. Bitte eines davon angeben.`,
      en: `Several tickets are called ${text}: ${found.join(', ')}. Please name one of them.`,
    });
  }
  return found[0] ?? unheardOf(text);
}

async function known(store: Store, key: LaneKey, text: string): Promise<LaneKey> {
  return (await store.lanes.get(key)) === null ? unheardOf(text) : key;
}

/** A number that people see comes first; the provider's own id where nobody has that number. */
async function withNumber(store: Store, text: string): Promise<readonly LaneKey[]> {
  const byNumber: LaneKey[] = [];
  const byId: LaneKey[] = [];
  const wanted = text.replace(/^#/, '');
  for (let after = 0; ; ) {
    const page = await store.lanes.list({ limit: PAGE, after });
    for (const { key, number, ticketId } of page) {
      if (number === wanted) byNumber.push(key);
      else if (ticketId === wanted) byId.push(key);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return byNumber.length > 0 ? byNumber : byId;
    after = last.id;
  }
}

function unheardOf(text: string): never {
  throw new CommandError('TICKET_UNKNOWN', {
    de: `Von einem Ticket ${text} wurde noch nichts gehört. \`stellwerk backfill\` liest den bisherigen Verlauf.`,
    en: `Nothing has been heard of a ticket ${text} yet. \`stellwerk backfill\` reads the past.`,
  });
}
