import type { TicketEvent } from '@stellwerk/core';
import { drainLanes, rebuild } from '@stellwerk/runtime';
import { type Installation, openInstallation } from '../../../packages/cli/src/compose.ts';
import { loadConfig } from '../../../packages/cli/src/installation/config.ts';
import type { Rig } from './rig.ts';
import { silentLogger } from './silent-logger.ts';
import type { TicketPlay } from './tickets.ts';

/** What was counted after everything had come to rest, in the store, the helpdesk and the tracker. */
export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged deliveries that the store does not know. */
  readonly lostDeliveries: number;
  /** Events of the helpdesk's histories that no lane has. */
  readonly lostEvents: number;
  readonly events: number;
  /** Events parked because several processes ended on them: kills from outside look like that too. */
  readonly deadEvents: number;
  readonly openEvents: number;
  readonly bugs: number;
  readonly issues: number;
  readonly missingIssues: number;
  readonly duplicateIssues: number;
  readonly duplicateNotes: number;
  /** Lanes whose state is not what their events say in story order, byte by byte. */
  readonly lanesOutOfOrder: number;
  readonly effects: Readonly<Record<string, number>>;
}

/** Opens the installation that the children worked on and counts. No child may be running. */
export async function judge(rig: Rig, play: TicketPlay): Promise<Verdict> {
  const installation = await openInstallation({
    config: loadConfig(rig.policy),
    env: { ...process.env, ...rig.env },
    clock: rig.clock,
    logger: silentLogger,
    access: 'serve',
  });
  try {
    return await count(rig, play, installation);
  } finally {
    await installation.close();
  }
}

async function count(rig: Rig, play: TicketPlay, installation: Installation): Promise<Verdict> {
  const { store, runtime } = installation;
  // a timer that fired between the last look and the end of the children is taken up at the next start
  await drainLanes(runtime);
  const rows = await store.admin.counts();
  const { differing } = await rebuild(runtime);
  const issues = issuesByTicket(rig);
  const perBug = [...play.bugs].map((id) => issues.get(id) ?? 0);
  const lost = await lostEvents(installation, play);
  return {
    acknowledged: rig.relay.acknowledged.size,
    lostDeliveries: await lostDeliveries(rig, installation),
    lostEvents: lost.lost,
    events: lost.events,
    deadEvents: rows.events_dead ?? 0,
    openEvents: rows.events_open ?? 0,
    bugs: play.bugs.size,
    issues: rig.github.issues().length,
    missingIssues: perBug.filter((n) => n === 0).length,
    duplicateIssues: [...issues.values()].reduce((sum, n) => sum + Math.max(0, n - 1), 0),
    duplicateNotes: duplicateNotes(rig),
    lanesOutOfOrder: differing.length,
    effects: await store.effects.counts(),
  };
}

/** A delivery is posted again: what the store knows is answered as a duplicate, and what it does not know was lost. */
async function lostDeliveries({ relay }: Rig, { store, runtime }: Installation): Promise<number> {
  let lost = 0;
  for (const key of relay.acknowledged) {
    const { duplicate } = await store.deliveries.accept({
      connection: 'desk',
      key,
      receivedAt: runtime.clock.now(),
      sourceAt: null,
      headers: {},
      body: new Uint8Array(),
      state: 'ignored',
      subjects: [],
    });
    if (!duplicate) lost += 1;
  }
  return lost;
}

/** Compares each ticket's history, fetched now, with the events in its lane. */
async function lostEvents({ connections, store }: Installation, play: TicketPlay) {
  const desk = connections.get('desk');
  if (desk?.kind !== 'helpdesk') throw new Error('The helpdesk is not in the policy file');
  let lost = 0;
  let events = 0;
  for (const id of play.tickets) {
    const history = await desk.adapter.ticket(id, AbortSignal.timeout(10_000));
    const known = new Set((await store.lanes.events(`desk:ticket:${id}`)).map(({ key }: TicketEvent) => key));
    events += history.events.length;
    // our own last writes tell nobody: only what people did must be there
    const theirs = history.events.filter(({ actor }) => actor.kind !== 'self');
    lost += theirs.filter(({ key }) => !known.has(key)).length;
  }
  return { lost, events };
}

/** Issues in the tracker by the ticket that their text links to. */
export function issuesByTicket({ github }: Rig): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { body } of github.issues()) {
    const id = /ticket\/zoom\/(\d+)/.exec(body)?.[1] ?? 'none';
    found.set(id, (found.get(id) ?? 0) + 1);
  }
  return found;
}

const MARK = /\[sw-[A-Z2-7]+\]/;

/** Notes with the same mark in one ticket beyond the first. */
function duplicateNotes({ zammad }: Rig): number {
  let doubled = 0;
  for (const { messages } of zammad.tickets()) {
    const marks = messages.flatMap(({ body }) => MARK.exec(body)?.[0] ?? []);
    doubled += marks.length - new Set(marks).size;
  }
  return doubled;
}
