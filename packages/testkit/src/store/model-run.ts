import type { ClaimedEffect, LaneClaim, Store } from '@stellwerk/ports';
import { expect } from 'vitest';
import { DESK, delivery, done, laneKey, message, NOTE, outcome, TIER, wanted } from './factories.ts';
import { EffectModel, type ModelEffect, type WantedEffect } from './model-effects.ts';
import { LaneModel, type ModelLane, tried } from './model-lanes.ts';

export const OPS = [
  'ingest',
  'ingest',
  'claim',
  'claim',
  'claim',
  'decide',
  'decide',
  'crash',
  'fail',
  'fail',
  'fire',
  'send',
  'send',
  'finish',
  'finish',
  'resolve',
  'redrive',
  'wait',
  'wait',
] as const;

/** One step; `a` and `b` choose among what is there. */
export interface Command {
  readonly op: (typeof OPS)[number];
  readonly a: number;
  readonly b: number;
}

interface HeldLane {
  readonly claim: LaneClaim;
  readonly lane: ModelLane;
  readonly hints: readonly string[];
}
interface HeldEffect {
  readonly claim: ClaimedEffect;
  readonly effect: ModelEffect;
  readonly attempt: number;
}

const LEASE_MS = 30_000;
const TICKETS = ['1', '2'];

/** Carries commands out on a store and on the model, and compares every answer. */
export class ModelRun {
  private readonly store: Store;
  private readonly lanes = new LaneModel();
  private readonly effects = new EffectModel();
  private readonly heldLanes: HeldLane[] = [];
  private readonly heldEffects: HeldEffect[] = [];
  private now = 1_000;
  private boot = 1;
  private steps = 0;

  constructor(store: Store) {
    this.store = store;
  }

  async run(commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      this.steps += 1;
      this.now += 7;
      await this[command.op](command.a, command.b);
    }
    await this.compare();
  }

  private async ingest(a: number, b: number): Promise<void> {
    const ticket = TICKETS[a % TICKETS.length] ?? '1';
    const key = `d${ticket}-${b % 8}`;
    const answer = await this.store.deliveries.accept(delivery(key, ticket, { receivedAt: this.now }));

    expect(answer).toEqual(this.lanes.ingest(key, ticket, this.now));
  }

  private async claim(): Promise<void> {
    const worker = `boot-${this.boot}`;
    const claim = await this.store.lanes.claim(this.now, worker);
    const lane = this.lanes.claim(this.now, worker);

    expect(claim?.lane.ticketId ?? null).toBe(lane?.ticket ?? null);
    if (!claim || !lane) return;
    const hints = tried(lane).filter(({ kind }) => kind === 'hint');
    expect(claim.hints).toHaveLength(hints.length);
    expect(claim.crashes).toBe(lane.open[0]?.crashes ?? 0);
    this.heldLanes.push({ claim, lane, hints: hints.map(({ key }) => key) });
  }

  private async decide(a: number, b: number): Promise<void> {
    const held = this.heldLanes.splice(a % (this.heldLanes.length || 1), 1)[0];
    if (!held) return;
    const { claim, lane, hints } = held;
    await this.fetch(held, b);

    const timers = new Map(b % 3 === 0 ? [] : [['sla', Math.ceil(this.now / 9_000) * 9_000 + (b % 2) * 20_000]]);
    const asked = this.wantedEffects(a, b);
    const overtaken = b % 5 === 0 ? [`e${a % 4}`] : [];
    let fresh: readonly string[] = [];
    await this.store.lanes.decide(claim.lane, this.now, async (work) => {
      fresh = work.fresh.map(({ key }) => key);
      return outcome({
        timers: [...timers].map(([key, dueAt]) => ({ key, dueAt })),
        effects: asked.map((e) => wanted(e.key, e.repeatable ? TIER : NOTE, { coalesceKey: e.coalesceKey }, e.entry)),
        overtaken,
      });
    });

    expect(fresh, `fresh after hints ${hints.length}`).toEqual(this.lanes.decide(lane, this.now, timers));
    this.effects.save(lane, overtaken, asked, this.now);
  }

  /** Answers the hints and brings up to two events, one of them perhaps known. */
  private async fetch({ claim, lane, hints }: HeldLane, b: number): Promise<void> {
    const keys = [`s${b % 6}`, `s${(b + 1) % 6}`].slice(0, b % 3);
    const { added } = await this.store.lanes.appendHistory(claim.lane.key, {
      events: keys.map((key) => message(key, 500 + Number(key.slice(1)))),
      persons: [],
      hints: claim.hints.map(({ eventId }) => eventId),
      now: this.now,
    });

    this.lanes.touch(lane.ticket, this.now);
    expect(added).toBe(keys.filter((key) => this.lanes.append(lane, key, 'story')).length);
    this.lanes.answer(lane, hints);
  }

  private wantedEffects(a: number, b: number): readonly WantedEffect[] {
    if (b % 4 === 0) return [];
    const entry = (['pending', 'pending', 'pending', 'proposed', 'past'] as const)[(a + b) % 5] ?? 'pending';
    const standing = a % 2 === 0;
    return [{ key: `e${a % 4}`, repeatable: standing, coalesceKey: standing ? 'tier' : null, entry }];
  }

  /** The process ends: what it holds is lost, and a new one comes when the old is taken for dead. */
  private async crash(): Promise<void> {
    this.heldLanes.length = 0;
    this.heldEffects.length = 0;
    this.boot += 1;
    this.now += 31_000;
  }

  private async fail(a: number): Promise<void> {
    const held = this.heldLanes.splice(a % (this.heldLanes.length || 1), 1)[0];
    if (!held) return;

    expect(await this.store.lanes.fail(held.claim.lane, 'failed', this.now)).toBe(this.lanes.fail(held.lane, this.now));
  }

  private async fire(): Promise<void> {
    expect(await this.store.timers.fireDue(this.now, 100)).toBe(this.lanes.fire(this.now));
  }

  private async send(): Promise<void> {
    const claim = await this.store.effects.claim(DESK, this.now, LEASE_MS);
    const expected = this.effects.claim(this.now, LEASE_MS);

    expect(claim && [claim.effect.key, claim.lane.ticketId, claim.lookUp, claim.attempts]).toEqual(
      expected && [expected.effect.key, expected.effect.lane.ticket, expected.lookUp, expected.effect.attempts],
    );
    if (claim && expected) this.heldEffects.push({ claim, effect: expected.effect, attempt: claim.attempts });
  }

  private async finish(a: number, b: number): Promise<void> {
    const held = this.heldEffects.splice(a % (this.heldEffects.length || 1), 1)[0];
    if (!held) return;
    const kind = (['done', 'done', 'retry', 'unknown', 'dead'] as const)[b % 5] ?? 'done';
    const at = this.now + 20_000;
    const event = message(`effect:${held.effect.key}:${this.steps}`, this.now);
    const results = {
      done: done({ event }),
      retry: { kind: 'retry', at, error: '503' },
      unknown: { kind: 'unknown', lookUpAt: at, error: 'time-out' },
      dead: { kind: 'dead', error: '422' },
    } as const;

    const kept = await this.store.effects.finish(held.claim, results[kind], this.now);

    expect(kept).toBe(this.effects.finish(held.effect, held.attempt, kind, at));
    if (kind !== 'done') return;
    // the lane is touched first, so a lost lease leaves it ready with nothing new: a wake-up too many
    const lane = this.lanes.touch(held.effect.lane.ticket, this.now);
    if (kept) this.lanes.append(lane, event.key, 'story');
  }

  private async resolve(a: number): Promise<void> {
    const [proposed] = await this.store.effects.list({ states: ['proposed'], limit: 1 });
    const verdict = a % 2 === 0 ? 'accept' : 'dismiss';
    const moved = this.effects.move('proposed', verdict === 'accept' ? 'pending' : 'dismissed', this.now);

    expect(proposed?.effect.key).toBe(moved?.key);
    if (!proposed || !moved) return;
    expect(await this.store.effects.resolveProposal(proposed.id, verdict, 'anna', this.now)).toBe(true);
    this.lanes.append(this.lanes.touch(moved.lane.ticket, this.now), `proposal:${proposed.id}:${verdict}`, 'story');
  }

  private async redrive(): Promise<void> {
    const [dead] = await this.store.effects.list({ states: ['dead'], limit: 1 });
    if (dead) await this.store.effects.replay(dead.id, 'anna', this.now);

    expect(dead?.effect.key).toBe(this.effects.move('dead', 'pending', this.now)?.key);

    const [event] = await this.store.admin.deadEvents(1);
    if (event) await this.store.admin.replayEvent(event.id, 'anna', this.now);
    expect(event?.kind === 'hint').toBe(this.lanes.replayDead(this.now)?.kind === 'hint');
  }

  private async wait(a: number): Promise<void> {
    this.now += (a % 40) * 1_000;
  }

  private async compare(): Promise<void> {
    for (const { ticket, open, done: finished } of this.lanes.lanes) {
      const keys = (await this.store.lanes.events(laneKey(ticket))).map(({ key }) => key);
      const story = [...open, ...finished].filter(({ kind }) => kind === 'story').map(({ key }) => key);
      expect(keys.sort()).toEqual(story.sort());
    }
    const effects = await this.store.effects.list({ limit: 1_000 });
    expect(effects.map((e) => [e.lane.ticketId, e.effect.key, e.state, e.overtaken, e.nextAt])).toEqual(
      this.effects.effects.map((e) => [e.lane.ticket, e.key, e.state, e.overtaken, e.nextAt]),
    );
    expect(await this.store.admin.counts()).toMatchObject({
      deliveries: this.lanes.deliveries.size,
      events_open: this.lanes.lanes.reduce((n, { open }) => n + open.length, 0),
      events_dead: this.lanes.lanes.reduce((n, { dead }) => n + dead.length, 0),
      lanes_paused: this.lanes.lanes.filter(({ paused }) => paused).length,
      timers: this.lanes.lanes.reduce((n, { timers }) => n + [...timers.values()].filter((t) => !t.fired).length, 0),
    });
  }
}
