import type { Effect, Write } from '@stellwerk/core';
import { writeClassOf } from '@stellwerk/core';
import type { EffectState, StoredEffect } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { afterConflicts, corrections, entryOf, overtakenKeys, standingNow } from './disposition.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

function wants(key: string, write: Write, at: number, more: Partial<Effect> = {}): Effect {
  const reason = { code: 'c', rule: null, facts: {} };
  const coalesceKey = write.kind === 'set_tier' ? 'tier' : null;
  return {
    key,
    connection: 'acme',
    writeClass: writeClassOf(write.kind),
    write,
    at,
    mode: 'auto',
    coalesceKey,
    rule: 'r',
    reason,
    ...more,
  };
}
const note = (key: string, at = NOW, more: Partial<Effect> = {}) =>
  wants(key, { kind: 'add_note', text: key }, at, more);
const tier = (key: string, to: 'T1' | 'T2' | 'T3', at = NOW) => wants(key, { kind: 'set_tier', tier: to }, at);

let id = 0;
function stored(effect: Effect, state: EffectState, more: Partial<StoredEffect> = {}): StoredEffect {
  id += 1;
  const lane = { id: 1, key: 'acme:ticket:7', connection: 'acme', ticketId: '7' };
  const empty = { marker: 'm', attempts: 1, nextAt: null, sendingSince: null, remoteRef: null, error: null };
  return { id, lane, effect, state, ...empty, overtaken: false, createdAt: NOW, ...more };
}

describe('how an effect enters', () => {
  it.each([
    ['live and recent', NOW - HOUR, NOW - 2 * HOUR, 'auto', 'pending'],
    ['wanted at the very instant of going live', NOW - 5, NOW - 5, 'auto', 'pending'],
    ['wanted a moment before going live', NOW - 5, NOW - 4, 'auto', 'past'],
    ['live but a moment more than an hour ago', NOW - HOUR - 1, 0, 'auto', 'past'],
    ['in shadow and recent', NOW - HOUR, null, 'auto', 'proposed'],
    ['in shadow and long ago', NOW - HOUR - 1, null, 'auto', 'past'],
    ['live, but the rule only proposes', NOW, 0, 'propose', 'proposed'],
    ['the rule proposes, long ago', NOW - 2 * HOUR, 0, 'propose', 'past'],
  ] as const)('%s', (_case, at, liveSince, mode, entry) => {
    expect(entryOf(note('n', at, { mode }), liveSince, { now: NOW, lateAfterMs: HOUR })).toBe(entry);
  });
});

describe('what the whole story does not want', () => {
  it('is overtaken, whatever became of it, but for what is over or ours', () => {
    const rows = [
      stored(note('sent'), 'done'),
      stored(note('waiting'), 'pending'),
      stored(note('still wanted'), 'done'),
      stored(note('marked before'), 'done', { overtaken: true }),
      stored(note('dismissed'), 'dismissed'),
      stored(tier('correct:x', 'T1'), 'done'),
    ];

    expect(overtakenKeys(rows, [note('still wanted'), note('new')])).toEqual(['sent', 'waiting']);
  });
});

describe('corrections', () => {
  const ask = (
    rows: readonly StoredEffect[],
    wanted: readonly Effect[],
    overtaken: string[] = [],
    sendable: string[] = [],
  ) => {
    const { effects, stale } = corrections({ stored: rows, wanted, overtaken, sendable: new Set(sendable), now: NOW });
    return { effects: effects.map(({ key, write, at }) => ({ key, write, at })), stale };
  };
  const t1 = { kind: 'set_tier', tier: 'T1' };

  it('give back the end that the story wants, where another was sent last', () => {
    const rows = [stored(tier('a', 'T1'), 'done'), stored(tier('b', 'T2'), 'done')];

    expect(ask(rows, [tier('a', 'T1')], ['b'])).toEqual({
      effects: [{ key: 'correct:b', write: t1, at: NOW }],
      stale: [],
    });
  });

  it('are not needed where the right end stands, is on its way, or will be sent', () => {
    const last = stored(tier('b', 'T2'), 'done');

    expect(ask([last], [tier('x', 'T2')], ['b']).effects).toEqual([]);
    expect(ask([last, stored(tier('c', 'T1'), 'pending')], [tier('c', 'T1')], ['b']).effects).toEqual([]);
    expect(ask([last], [tier('c', 'T1')], ['b'], ['c']).effects).toEqual([]);
  });

  it('leave alone what a person changed after an end that is still wanted', () => {
    expect(ask([stored(tier('b', 'T2'), 'done')], [tier('b', 'T2'), tier('past', 'T1')]).effects).toEqual([]);
  });

  it('take back themselves when the story changes once more, and never use a key twice', () => {
    const rows = [stored(tier('b', 'T2'), 'done', { overtaken: true }), stored(tier('correct:b', 'T1'), 'pending')];

    expect(ask(rows, [tier('c', 'T3')])).toEqual({
      effects: [{ key: 'correct~2:b', write: { kind: 'set_tier', tier: 'T3' }, at: NOW }],
      stale: ['correct:b'],
    });
  });

  it('follow on a correction that was sent', () => {
    const rows = [stored(tier('b', 'T2'), 'done', { overtaken: true }), stored(tier('correct:b', 'T3'), 'done')];

    expect(ask(rows, [tier('a', 'T1')]).effects).toEqual([{ key: 'correct:correct:b', write: t1, at: NOW }]);
    expect(ask(rows, [tier('a', 'T3')]).effects).toEqual([]);
  });

  it('know equal ends whatever the order of their names', () => {
    const backwards = wants('b', { tier: 'T1', kind: 'set_tier' } as Write, NOW);

    expect(ask([stored(backwards, 'done')], [tier('a', 'T1')], ['b']).effects).toEqual([]);
  });
});

describe('after conflicts', () => {
  const cancelled = (effect: Effect) => stored(effect, 'cancelled', { error: 'CONFLICT: moved on' });
  const keys = (rows: readonly StoredEffect[]) => afterConflicts(rows, NOW).map(({ key }) => key);

  it('wants a standing end again, unless something newer stands after it', () => {
    expect(keys([cancelled(tier('a', 'T1'))])).toEqual(['again:a']);
    expect(keys([cancelled(tier('a', 'T1')), stored(tier('b', 'T2'), 'done')])).toEqual([]);
    expect(keys([stored(tier('a', 'T1'), 'cancelled', { error: 'A newer wanted end took its place' })])).toEqual([]);
    expect(keys([cancelled(note('n'))])).toEqual([]);
  });

  it('wants it five times and no more', () => {
    const rows = [cancelled(tier('a', 'T1'))];
    const seen: string[] = [];
    for (let i = 0; i < 9; i += 1) {
      const [next] = afterConflicts(rows, NOW);
      if (!next) break;
      seen.push(next.key);
      rows.push(cancelled(next));
    }

    expect(seen).toEqual(['again:a', 'again~2:a', 'again~3:a', 'again~4:a', 'again~5:a']);
  });
});

describe('what a ticket should show now', () => {
  it('is the latest wanted end of each kind that does not stand there and is not on its way', () => {
    const wanted = [tier('a', 'T1', 1), tier('b', 'T2', 2), note('n')];
    const keys = (rows: readonly StoredEffect[]) => standingNow(rows, wanted, NOW).map(({ key }) => key);

    expect(keys([stored(tier('a', 'T1'), 'past'), stored(tier('b', 'T2'), 'past')])).toEqual(['stand:b']);
    expect(keys([stored(tier('b', 'T2'), 'proposed')])).toEqual(['stand:b']);
    expect(keys([stored(tier('b', 'T2'), 'done')])).toEqual([]);
    expect(keys([stored(tier('b', 'T2'), 'unknown')])).toEqual([]);
  });
});
