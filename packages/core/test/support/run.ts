import { type EngineState, type Folded, fold, inStoryOrder, type Policy, type TicketEvent } from '../../src/index.ts';
import { at } from './story.ts';

export const ticket = { connection: 'desk', ticketId: '1', key: 'desk:ticket:1' };

/** Folds a whole story and lets time pass until `until`. */
export function run(policy: Policy, events: readonly TicketEvent[], until: string | number): Folded {
  return fold(ticket, policy, null, inStoryOrder(events), typeof until === 'number' ? until : at(until));
}

/** A clock of the state by its id. */
export function clock(state: EngineState, id: string): EngineState['clocks'][number] {
  const found = state.clocks.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no clock ${id}: ${state.clocks.map(({ id: known }) => known).join(', ')}`);
  return found;
}
