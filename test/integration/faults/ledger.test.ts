import { zammadAdapter } from '@stellwerk/adapter-zammad';
import { createZammadSimulator, noWait } from '@stellwerk/simulators';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HelpdeskPlace, openHelpdesk, wanting } from './helpdesk.ts';
import { openFaultRig } from './rig.ts';

let place: HelpdeskPlace;
beforeEach(async () => {
  const rig = await openFaultRig();
  const simulator = createZammadSimulator({ now: rig.clock.now, token: 'zt', wait: noWait });
  place = await openHelpdesk(rig, simulator, zammadAdapter, (url) => ({ kind: 'zammad', url, token: 'zt' }));
});
afterEach(async () => {
  await place.simulator.stop();
  await place.rig.close();
});

const UPDATE = /^PUT \/api\/v1\/tickets\/\d+$/;
const group = { kind: 'assign_group', group: '2nd Level' } as const;

async function ledger(ticketId: string) {
  const changes = await place.rig.store.changes.list({ lane: `desk:ticket:${ticketId}`, limit: 10 });
  return changes.map(({ before, after }) => ({ before, after }));
}

it('a lost answer whose echo is read before the repeat: the ledger still knows how it stood before', async () => {
  const { rig, simulator } = place;
  const ticketId = await wanting(place, '1', group);
  simulator.inject({ on: UPDATE, kind: 'reset', commit: 'after' });
  await rig.send('desk');
  await rig.hint(ticketId);
  await rig.decide();

  await rig.settle();

  expect(await ledger(ticketId)).toEqual([{ before: { group: '1st Level' }, after: { group: '2nd Level' } }]);
});

it('a person who did the same before the repeat: it is their change and stands in no ledger of ours', async () => {
  const { rig, simulator } = place;
  const ticketId = await wanting(place, '1', group);
  simulator.inject({ on: UPDATE, kind: 'reset', commit: 'before' });
  await rig.send('desk');
  simulator.assign(ticketId, { kind: 'automation' }, { group: '2nd Level' });
  await rig.hint(ticketId);
  await rig.decide();

  await rig.settle();

  expect(await ledger(ticketId)).toEqual([]);
});
