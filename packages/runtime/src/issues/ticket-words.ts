import type { IssueWrite, TicketEvent, TicketWords } from '@stellwerk/core';
import type { LaneRef, Store } from '@stellwerk/ports';
import { callProvider } from '../call-provider.ts';
import type { RuntimeDeps } from '../deps.ts';
import type { Problem } from '../problem.ts';

const MOST_PEOPLE = 100;

/** What the customer wrote and who is on the ticket, or what stands in the way of asking. */
export type WordsOf =
  | { readonly kind: 'words'; readonly words: TicketWords }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Fetches the ticket's opening from its helpdesk, where the issue or the search needs it. It is used once and kept nowhere. */
export async function ticketWords(
  deps: RuntimeDeps,
  lane: LaneRef,
  events: readonly TicketEvent[],
  { care }: IssueWrite,
): Promise<WordsOf> {
  const names = await namesOf(deps.store, events);
  const helpdesk = deps.connections.get(lane.connection);
  const needed = care !== undefined && (care.fill.length > 0 || care.dedupe !== null);
  if (!needed || helpdesk?.kind !== 'helpdesk' || !helpdesk.adapter.opening) {
    return { kind: 'words', words: { subject: null, message: null, names } };
  }
  const { adapter } = helpdesk;
  const asked = await callProvider(deps, lane.connection, async (signal) => adapter.opening?.(lane.ticketId, signal));
  if (asked.kind === 'problem') return asked;
  return { kind: 'words', words: { subject: null, message: null, ...asked.value, names } };
}

/** Names and addresses of everybody in the ticket's story. */
async function namesOf(
  { persons }: Pick<Store, 'persons'>,
  events: readonly TicketEvent[],
): Promise<readonly string[]> {
  const refs = new Set<string>();
  for (const event of events) {
    if (event.actor.ref !== null) refs.add(event.actor.ref);
    if (event.type === 'created' && event.requester !== null) refs.add(event.requester);
    if (event.type === 'requester_changed' && event.to !== null) refs.add(event.to);
  }
  const people = await Promise.all([...refs].slice(0, MOST_PEOPLE).map((ref) => persons.get(ref)));
  const names = people.flatMap((person) => [person?.name ?? '', person?.email ?? '']);
  return [...new Set(names.filter((name) => name !== ''))].sort();
}
