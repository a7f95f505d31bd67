import { zammadAdapter } from '@stellwerk/adapter-zammad';
import type { EffectTarget, Sendable } from '@stellwerk/ports';
import type { Connection } from '@stellwerk/runtime';
import { createZammadSimulator, noWait } from '@stellwerk/simulators';
import { expect, it } from 'vitest';
import { openHelpdesk, wanting as wantingNote } from './helpdesk.ts';
import { type FaultRig, openFaultRig } from './rig.ts';
import { issueOf, openTracker, wanting as wantingIssue } from './tracker.ts';

/** Takes the look-up away: nothing is ever found, and each attempt carries another mark. */
async function withoutLookUp(rig: FaultRig, name: string): Promise<void> {
  const connection = rig.deps.connections.get(name) as Exclude<Connection, { kind: 'notifier' }>;
  const adapter = connection.adapter as EffectTarget;
  let attempts = 0;
  const apply = (sendable: Sendable, signal: AbortSignal) => {
    attempts += 1;
    return adapter.apply({ ...sendable, marker: `${sendable.marker.slice(0, -1)}${'ABCDEFGH'[attempts]}` }, signal);
  };
  const find = async () => ({ kind: 'absent' }) as const;
  await rig.connect({ ...connection, adapter: { ...adapter, apply, find } } as unknown as Connection);
}

const WITH_AND_WITHOUT = [
  { lookUp: true, made: 1 },
  { lookUp: false, made: 2 },
];

it.each(WITH_AND_WITHOUT)('a note whose answer is lost: look-up $lookUp, $made there', async ({ lookUp, made }) => {
  const rig = await openFaultRig();
  const simulator = createZammadSimulator({ now: rig.clock.now, token: 'zt', wait: noWait });
  const place = await openHelpdesk(rig, simulator, zammadAdapter, (url) => ({ kind: 'zammad', url, token: 'zt' }));
  if (!lookUp) await withoutLookUp(rig, 'desk');
  const ticketId = await wantingNote(place, '1', { kind: 'add_note', text: 'Please have a look.' });
  simulator.inject({ on: /^POST .*\/ticket_articles$/, kind: 'reset', commit: 'after' });

  await rig.settle();

  expect(simulator.ticket(ticketId)?.messages.filter(({ public: isPublic }) => !isPublic)).toHaveLength(made);
  await simulator.stop();
  await rig.close();
});

it.each(WITH_AND_WITHOUT)('an issue whose answer is lost: look-up $lookUp, $made there', async ({ lookUp, made }) => {
  const rig = await openFaultRig();
  const place = await openTracker(rig);
  if (!lookUp) await withoutLookUp(rig, 'bugs');
  await wantingIssue(place, { id: '1' }, [issueOf({ id: '1' })]);
  place.simulator.inject({ on: /^POST .*\/issues$/, kind: 'reset', commit: 'after' });

  await rig.settle();

  expect(place.simulator.issues()).toHaveLength(made);
  await place.simulator.stop();
  await rig.close();
});
