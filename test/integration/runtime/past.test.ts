import type { Tier } from '@stellwerk/core';
import {
  acceptProposal,
  drainEffects,
  drainLanes,
  goLive,
  ProposalRefused,
  previewLive,
  rebuild,
} from '@stellwerk/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from './desk.ts';
import { effectOf, message, note, openRig, START, scriptedEngine } from './desk.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let rig: Rig;
beforeEach(async () => {
  // each message wants a note and, by its last digit, a tier; every ticket has an issue wanted by its first message
  rig = await openRig(
    scriptedEngine((events) =>
      events.flatMap(({ key, at }, i) => [
        note(`note:${key}`, at),
        effectOf(`tier:${key}`, { kind: 'set_tier', tier: `T${key.slice(-1)}` as Tier }, at),
        ...(i === 0
          ? [
              effectOf(`issue:${key}`, { kind: 'create_issue', title: 't', body: 'b', labels: [] }, at, {
                connection: 'bugs',
              }),
            ]
          : []),
      ]),
    ),
  );
});
afterEach(() => rig.close());

async function learn(ticket: string, ...events: ReturnType<typeof message>[]) {
  rig.desk.put(ticket, ...events);
  await rig.hint(ticket);
  await drainLanes(rig.deps);
}

async function sendAll() {
  for (const connection of ['acme', 'bugs']) await drainEffects(rig.deps, connection);
}

const written = () => [...rig.desk.written, ...rig.bugs.written].map(({ effect }) => effect.key);
const stateOf = async (key: string) => {
  const found = (await rig.store.effects.list({ limit: 1_000 })).filter(({ effect }) => effect.key === key);
  return found[0] && { state: found[0].state, overtaken: found[0].overtaken };
};

describe('going live never sends the past', () => {
  it('90 days of history, then live, then one new message: only that one is written', async () => {
    for (let ticket = 0; ticket < 30; ticket += 1) {
      const from = START - 90 * DAY + ticket * 3 * DAY;
      await learn(`t${ticket}`, message(`a${ticket}-1`, from), message(`b${ticket}-2`, from + 2 * 60 * MINUTE));
    }
    await learn('recent', message('r1', START - 5 * MINUTE));

    await goLive(rig.deps, { connection: 'acme', classes: ['notes', 'tags'], by: 'admin' });
    await goLive(rig.deps, { connection: 'bugs', classes: ['issues'], by: 'admin' });
    await sendAll();
    const fromThePast = written();
    rig.clock.advance(MINUTE);
    await learn('recent', message('r2', rig.clock.now()));
    await sendAll();

    expect(fromThePast).toEqual([]);
    expect(written()).toEqual(['note:r2', 'tier:r2']);
    expect(await stateOf('note:r1')).toMatchObject({ state: 'proposed' });
    expect(await stateOf('note:a3-1')).toMatchObject({ state: 'past' });
  });

  it('what we learn of more than an hour late is recorded, not sent', async () => {
    await rig.live('notes', 'tags', 'issues');
    rig.clock.advance(DAY);

    await learn(
      '7',
      message('late1', rig.clock.now() - 61 * MINUTE),
      message('intime2', rig.clock.now() - 59 * MINUTE),
    );
    await sendAll();

    expect(written()).toEqual(['note:intime2', 'tier:intime2']);
    expect(await stateOf('note:late1')).toMatchObject({ state: 'past' });
  });

  it('counts the standing ends of open tickets, and writes only them when a person asks for it', async () => {
    await learn('7', message('a1', START - 3 * DAY), message('b2', START - 2 * DAY));
    await learn('8', message('c3', START - 2 * DAY));

    const preview = await previewLive(rig.deps, { connection: 'acme', classes: ['tags', 'notes'] });
    const request = { connection: 'acme', classes: ['tags', 'notes'], by: 'admin' } as const;
    await goLive(rig.deps, request, { sendStanding: true });
    await sendAll();

    expect(preview).toEqual({ openTickets: 2, standing: { tags: 2 } });
    expect(rig.desk.written.map(({ effect }) => effect.write)).toEqual([
      { kind: 'set_tier', tier: 'T2' },
      { kind: 'set_tier', tier: 'T3' },
    ]);
    expect(await previewLive(rig.deps, { connection: 'acme', classes: ['tags'] })).toMatchObject({ standing: {} });
  });

  it('a proposal is sent once a person accepts it, and not while its class is in shadow', async () => {
    await learn('7', message('a1', START));
    const proposal = (await rig.store.effects.list({ states: ['proposed'], limit: 10 })).find(
      ({ effect }) => effect.key === 'note:a1',
    )!;

    await expect(acceptProposal(rig.deps, proposal.id, 'admin')).rejects.toThrow(ProposalRefused);
    await rig.live('notes');
    await acceptProposal(rig.deps, proposal.id, 'admin');
    await sendAll();

    expect(written()).toEqual(['note:a1']);
    await expect(acceptProposal(rig.deps, proposal.id, 'admin')).rejects.toMatchObject({ code: 'PROPOSAL_RESOLVED' });
  });
});

describe('late knowledge', () => {
  // rules that look only at the first message in the story: a late one overtakes what was decided on another
  const byFirst = scriptedEngine((events) =>
    events
      .slice(0, 1)
      .flatMap(({ key, at }) => [
        note(`note:${key}`, at),
        effectOf(`tier:${key}`, { kind: 'set_tier', tier: `T${key.slice(-1)}` as Tier }, at),
      ]),
  );
  beforeEach(async () => {
    await rig.close();
    rig = await openRig(byFirst);
    await rig.live('notes', 'tags');
    rig.clock.advance(30 * MINUTE);
  });

  it('what was sent and is overtaken is listed, and a standing end is put right once', async () => {
    await learn('7', message('b2', START + 20 * MINUTE));
    await sendAll();
    await learn('7', message('a1', START + 10 * MINUTE));
    await sendAll();

    expect(written()).toEqual(['note:b2', 'tier:b2', 'note:a1', 'tier:a1']);
    expect(await stateOf('note:b2')).toEqual({ state: 'done', overtaken: true });
    expect(await stateOf('tier:b2')).toEqual({ state: 'done', overtaken: true });
  });

  it('where the right end is too late to be sent by itself, a correction of what stands there is', async () => {
    await learn('7', message('b2', START + 20 * MINUTE));
    await sendAll();
    rig.clock.advance(3 * 60 * MINUTE);
    await learn('7', message('a1', START + 10 * MINUTE));
    await sendAll();
    await learn('7');
    await sendAll();

    expect(await stateOf('tier:a1')).toMatchObject({ state: 'past' });
    expect(rig.desk.written.map(({ effect }) => [effect.key, effect.write])).toEqual([
      ['note:b2', { kind: 'add_note', text: 'note:b2' }],
      ['tier:b2', { kind: 'set_tier', tier: 'T2' }],
      ['correct:tier:b2', { kind: 'set_tier', tier: 'T1' }],
    ]);
  });

  it('a finished ticket is not written to for an old mistake: the correction is proposed', async () => {
    await rig.close();
    rig = await openRig({
      ...byFirst,
      decide: async (input) => {
        const decided = await byFirst.decide(input);
        const finishedAt = (await input.history()).some(({ key }) => key === 'end') ? START : null;
        return { ...decided, row: { ...decided.row, finishedAt } };
      },
    });
    await rig.live('notes', 'tags');
    rig.clock.advance(30 * MINUTE);
    await learn('7', message('b2', START + 20 * MINUTE));
    await sendAll();
    rig.clock.advance(3 * 60 * MINUTE);
    await learn('7', message('a1', START + 10 * MINUTE), message('end', START + 25 * MINUTE));
    await sendAll();

    expect(written()).toEqual(['note:b2', 'tier:b2']);
    expect(await stateOf('correct:tier:b2')).toMatchObject({ state: 'proposed' });
  });

  it('what was not sent yet is cancelled', async () => {
    await learn('7', message('b2', START + 20 * MINUTE));
    await learn('7', message('a1', START + 10 * MINUTE));
    await sendAll();

    expect(written()).toEqual(['note:a1', 'tier:a1']);
    expect(await stateOf('note:b2')).toEqual({ state: 'cancelled', overtaken: true });
  });

  it('folding all lanes anew gives the same bytes', async () => {
    await learn('7', message('b2', START + 20 * MINUTE), message('c3', START + 21 * MINUTE));
    await learn('8', message('d1', START + 20 * MINUTE));
    await learn('7', message('a1', START + 10 * MINUTE));

    expect(await rebuild(rig.deps)).toEqual({ lanes: 2, differing: [], busy: [] });
    expect(await rebuild(rig.deps, 'acme:ticket:7')).toEqual({ lanes: 1, differing: [], busy: [] });
  });
});
