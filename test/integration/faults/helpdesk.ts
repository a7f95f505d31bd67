import type { HelpdeskWrite } from '@stellwerk/core';
import type { HelpdeskAdapter, HelpdeskAdapterFactory } from '@stellwerk/ports';
import type { SimulatedDesk, Simulator } from '@stellwerk/simulators';
import { createTestContext } from '@stellwerk/testkit';
import type { Operation, Place, Run, Step } from './case.ts';
import type { FaultRig } from './rig.ts';
import { tablesOf } from './tables.ts';

type Desk = Simulator & SimulatedDesk;

/** A helpdesk on a rig, under the connection `desk`. */
export interface HelpdeskPlace extends Place {
  readonly simulator: Desk;
  readonly customerId: string;
  readonly groups: readonly [string, string];
}

/** What is tried on every helpdesk. */
export interface HelpdeskSteps {
  readonly tier: readonly Step[];
  readonly 'add tag': readonly Step[];
  readonly 'remove tag': readonly Step[];
  readonly note: readonly Step[];
  readonly notice: readonly Step[];
  readonly group: readonly Step[];
  readonly priority: readonly Step[];
  readonly status: readonly Step[];
  /** Looking for a note whose request `lose` was lost. */
  readonly find: { readonly lose: RegExp; readonly absent: readonly Step[]; readonly present: readonly Step[] };
  readonly ticket: readonly Step[];
  readonly changedSince: readonly Step[];
}

/** Starts a simulator and puts an adapter on it. */
export async function openHelpdesk(
  rig: FaultRig,
  simulator: Desk,
  factory: HelpdeskAdapterFactory,
  config: (url: string) => unknown,
): Promise<HelpdeskPlace> {
  await simulator.listen();
  const groups = ['1st Level', '2nd Level'] as const;
  simulator.addAgent({ name: 'Alex Agent', email: 'alex@desk.example', groups });
  const customer = simulator.addCustomer({ name: 'Karla Kundin', email: 'karla@customer.example' });
  const adapter: HelpdeskAdapter = factory.create(config(simulator.url), createTestContext({ clock: rig.clock }));
  await rig.connect({ kind: 'helpdesk', name: 'desk', adapter });
  return { rig, simulator, customerId: customer.id, groups };
}

/** The operations of a helpdesk, with the requests that they make there. */
export function helpdeskOperations(steps: HelpdeskSteps): readonly Operation<HelpdeskPlace>[] {
  const writing = (
    name: Exclude<keyof HelpdeskSteps, 'find'>,
    write: (run: Run) => HelpdeskWrite,
  ): Operation<HelpdeskPlace> => ({
    name,
    steps: steps[name],
    run: (place, run) => writeOne(place, run, write(run)),
  });
  return [
    writing('tier', () => ({ kind: 'set_tier', tier: 'T2' })),
    writing('add tag', ({ id }) => ({ kind: 'ensure_tags', add: [`new${id}`], remove: [] })),
    writing('remove tag', () => ({ kind: 'ensure_tags', add: [], remove: ['old'] })),
    writing('note', () => ({ kind: 'add_note', text: 'Please have a look.' })),
    writing('notice', () => ({ kind: 'public_notice', text: 'We are at it.' })),
    writing('group', () => ({ kind: 'assign_group', group: '2nd Level' })),
    writing('priority', () => ({ kind: 'set_priority', priority: 'P1' })),
    writing('status', () => ({ kind: 'set_status', status: 'solved' })),
    { name: 'find a note that was not made', steps: steps.find.absent, run: findNote('before', steps.find.lose) },
    { name: 'find a note that was made', steps: steps.find.present, run: findNote('after', steps.find.lose) },
    { name: 'ticket', steps: steps.ticket, run: readOne },
    { name: 'changedSince', steps: steps.changedSince, run: compareOne },
  ];
}

function openTicket({ simulator, customerId, groups }: HelpdeskPlace): string {
  return simulator.createTicket({
    requesterId: customerId,
    subject: 'Printer',
    body: 'It does not print.',
    priority: 'P3',
    channel: 'email',
    group: groups[0],
    tags: ['foreign', 'old'],
  });
}

async function writeOne(place: HelpdeskPlace, { id, strike, ended }: Run, write: HelpdeskWrite): Promise<unknown> {
  const ticketId = await wanting(place, id, write);
  strike();
  await place.rig.settle();
  ended();
  return standing(place, ticketId);
}

/** A note whose first answer was lost, before it was written or after: what is looked for then. */
function findNote(made: 'before' | 'after', lose: RegExp) {
  return async (place: HelpdeskPlace, { id, strike, ended }: Run): Promise<unknown> => {
    const ticketId = await wanting(place, id, { kind: 'add_note', text: 'Please have a look.' });
    place.simulator.inject({ on: lose, kind: 'reset', commit: made });
    await place.rig.send('desk');
    strike();
    await place.rig.settle();
    ended();
    return standing(place, ticketId);
  };
}

async function readOne(place: HelpdeskPlace, { strike, ended }: Run): Promise<unknown> {
  const ticketId = openTicket(place);
  await place.rig.hint(ticketId);
  strike();
  await place.rig.settle();
  ended();
  return standing(place, ticketId);
}

async function compareOne(place: HelpdeskPlace, { strike, ended }: Run): Promise<unknown> {
  const { rig } = place;
  const ticketId = openTicket(place);
  // the newest minute is not told by every source
  rig.clock.advance(2 * 60_000);
  strike();
  await rig.compare('desk');
  ended();
  return standing(place, ticketId);
}

/** A ticket for which a write is wanted and waits. */
export async function wanting(place: HelpdeskPlace, id: string, write: HelpdeskWrite): Promise<string> {
  const { rig } = place;
  const ticketId = openTicket(place);
  // what is set right after the making counts as part of it
  rig.clock.advance(60_000);
  rig.want(ticketId, { key: `w:${id}`, connection: 'desk', write });
  await rig.hint(ticketId);
  await rig.decide();
  return ticketId;
}

/** How the ticket stands there and in our tables once all is done and the echo of it has come back. */
async function standing(place: HelpdeskPlace, ticketId: string): Promise<unknown> {
  const { rig, simulator } = place;
  await rig.settle();
  await rig.hint(ticketId);
  await rig.settle();
  const ticket = simulator.ticket(ticketId);
  if (!ticket) throw new Error(`the desk has no ticket ${ticketId}`);
  const { status, priority, group, tier, tags, messages } = ticket;
  const said = messages.map((message) => ({
    public: message.public,
    body: message.body.replace(/\[sw-[A-Z2-7]+\]/, '[mark]'),
  }));
  const there = { status, priority, group, tier, tags: [...tags].sort().map(unnumbered), said };
  return { there, tables: await tablesOf(rig, `desk:ticket:${ticketId}`) };
}

function unnumbered(tag: string): string {
  return tag.replace(/^new\d+$/, 'new');
}
