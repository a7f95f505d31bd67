import { PRIORITIES, type Priority, type StatusClass } from '@stellwerk/core';
import { type Applied, Unsupported, ValidationRefused } from '@stellwerk/ports';
import { CHANGED, type EffectContext, UNCHANGED } from './effect-context.ts';

/** Moves the ticket to a group, by its full name (`Support::2nd Level`). */
export async function assignGroup({ client, sendable, call }: EffectContext, group: string): Promise<Applied> {
  const ticket = await client.ticket(sendable.ticketId, call.signal);
  if (ticket.group === group) return UNCHANGED;

  const after = await client.update(ticket.id, { group }, call);
  if (after.group !== group) throw new ValidationRefused(`The ticket did not move to group “${group}”`);
  return CHANGED;
}

/** Sets the priority that the config names for ours, or the next lower one that exists. */
export async function setPriority(
  { client, config, sendable, call }: EffectContext,
  wanted: Priority,
): Promise<Applied> {
  const existing = new Set(await client.priorities(call.signal));
  const name = PRIORITIES.slice(PRIORITIES.indexOf(wanted))
    .map((priority) => config.priorities[priority])
    .find((candidate) => existing.has(candidate));
  if (!name) throw new ValidationRefused(`Zammad has no priority named “${config.priorities[wanted]}”`);

  const ticket = await client.ticket(sendable.ticketId, call.signal);
  if (ticket.priority === name) return UNCHANGED;
  await client.update(ticket.id, { priority: name }, call);
  return CHANGED;
}

const DAY_MS = 86_400_000;

/** Sets the state that the config names for the class. Pending states get the reminder that Zammad demands. */
export async function setStatus(
  { client, config, sendable, call, now }: EffectContext,
  wanted: StatusClass,
): Promise<Applied> {
  const name = config.states[wanted];
  if (!name) throw new Unsupported(`No state is named for “${wanted}”: add it under states in the connection's config`);

  const ticket = await client.ticket(sendable.ticketId, call.signal);
  if (ticket.state === name) return UNCHANGED;
  const states = await client.states(call.signal);
  const pending = states.find((state) => state.name === name)?.state_type?.startsWith('pending') ?? false;
  const reminder = pending ? { pending_time: new Date(now + config.pendingDays * DAY_MS).toISOString() } : {};
  await client.update(ticket.id, { state: name, ...reminder }, call);
  return CHANGED;
}
