import type { Write } from '@stellwerk/core';
import { writeClassOf } from '@stellwerk/core';
import type { ClaimedEffect } from '@stellwerk/ports';
import * as ports from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { resultOfError, resultOfWrite } from './send-outcome.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW = 1_000_000_000;
const QUARANTINE = 60_000;

function claimed(write: Write, more: Partial<ClaimedEffect> = {}): ClaimedEffect {
  const lane = { id: 1, key: 'acme:ticket:7', connection: 'acme', ticketId: '7' };
  const reason = { code: 'c', rule: null, facts: {} };
  const effect = {
    key: 'k',
    connection: 'bugs',
    writeClass: writeClassOf(write.kind),
    write,
    at: NOW,
    rule: 'r',
    reason,
  };
  const empty = {
    marker: 'm',
    nextAt: null,
    remoteRef: null,
    error: null,
    overtaken: false,
    createdAt: NOW,
    token: 't',
  };
  return {
    id: 1,
    lane,
    effect: { ...effect, mode: 'auto', coalesceKey: null },
    state: 'sending',
    attempts: 1,
    sendingSince: NOW,
    lookUp: false,
    ...empty,
    ...more,
  };
}

const note: Write = { kind: 'add_note', text: 'n' };
const tier: Write = { kind: 'set_tier', tier: 'T2' };
const issue: Write = { kind: 'create_issue', title: 't', body: 'b', labels: [] };

function result(error: unknown, write: Write, during: 'find' | 'apply' = 'apply', more: Partial<ClaimedEffect> = {}) {
  const claim = claimed(write, more);
  return resultOfError(error, {
    claim,
    during,
    now: NOW,
    quarantineMs: QUARANTINE,
    random: () => 0.5,
    settings: DEFAULT_SETTINGS,
  });
}

const timeout = new DOMException('late', 'TimeoutError');
const unclear = new ports.Transient('reset', { ambiguous: true });
const clear = new ports.Transient('refused', { ambiguous: false });

describe('what follows from an error of a write', () => {
  it.each([
    ['an unclear failure', unclear, note, 'unknown', NOW + QUARANTINE],
    ['our time limit', timeout, issue, 'unknown', NOW + QUARANTINE],
    ['an unforeseen error', new TypeError('x'), note, 'unknown', NOW + QUARANTINE],
    ['an unclear failure of a repeatable write', unclear, tier, 'retry', NOW + 1_000],
    ['our time limit on a repeatable write', timeout, tier, 'retry', NOW + 1_000],
    ['a clear failure', clear, note, 'retry', NOW + 1_000],
    ['a wait of 37 s', new ports.RateLimited('bugs', 37), tier, 'retry', NOW + 37_000],
    ['a wait of 37 s, whoever believes it', new ports.RateLimited('bugs', 37), note, 'unknown', NOW + 37_000],
    [
      '503 with a wait',
      new ports.Transient('503', { ambiguous: false, retryAfterSeconds: 90 }),
      note,
      'retry',
      NOW + 90_000,
    ],
    ['refused credentials', new ports.AuthExpired('bugs'), note, 'retry', NOW + 1_000],
    ['a missing right', new ports.ScopeMissing('bugs', 'issues'), note, 'retry', NOW + 1_000],
  ] as const)('%s', (_what, error, write, kind, at) => {
    const found = result(error, write);

    expect(found.kind).toBe(kind);
    expect('at' in found ? found.at : 'lookUpAt' in found && found.lookUpAt).toBe(at);
  });

  it.each([
    ['a refusal', new ports.ValidationRefused('closed'), 'dead'],
    ['nothing there', new ports.NotFound('gone'), 'dead'],
    ['not possible', new ports.Unsupported('no tags'), 'dead'],
    ['a wrong configuration', new ports.ConfigError('url', 'moved'), 'dead'],
    ['a ticket that moved on', new ports.Conflict('409'), 'cancelled'],
  ] as const)('%s is final', (_what, error, kind) => {
    expect(result(error, note).kind).toBe(kind);
    expect(result(error, note, 'find').kind).toBe(kind);
  });

  it.each([clear, unclear, timeout, new ports.RateLimited('bugs', 37), new ports.AuthExpired('bugs')])(
    'a failed look-up (%s) leaves the outcome unknown',
    (error) => {
      expect(result(error, issue, 'find').kind).toBe('unknown');
    },
  );

  it('gives up 24 hours after the first try, not sooner', () => {
    const day = 24 * 3_600_000;

    expect(result(clear, note, 'apply', { sendingSince: NOW - day }).kind).toBe('retry');
    expect(result(clear, note, 'apply', { sendingSince: NOW - day - 1 })).toEqual({
      kind: 'dead',
      error: 'GAVE_UP: TRANSIENT: refused',
    });
  });

  it('keeps texts of errors that are not ours out of the tables', () => {
    expect(result(new Error('token abc in here'), note)).toMatchObject({ error: 'UNEXPECTED: Error' });
  });
});

describe('what a write leaves', () => {
  it('an issue links itself to the ticket and tells its story', () => {
    const done = resultOfWrite(claimed(issue), { remoteRef: 'acme/product#12', ownWrites: ['x'] }, NOW);

    expect(done).toMatchObject({
      kind: 'done',
      remoteRef: 'acme/product#12',
      ownWrites: ['x'],
      link: { tracker: 'bugs', issue: 'acme/product#12' },
      event: { type: 'issue_linked', key: 'effect:k', effectKey: 'k', causedBy: 'k', actor: { kind: 'self' } },
    });
  });

  it('a note leaves only its reference', () => {
    expect(resultOfWrite(claimed(note), { remoteRef: '9', ownWrites: [] }, NOW)).toMatchObject({
      link: null,
      event: null,
    });
  });
});
