import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClockInstance, Policy, TicketEvent } from '../src/index.ts';
import { run } from './support/run.ts';
import { at, policyOf, Story } from './support/story.ts';

const BIRTH = at('2026-12-02 08:00');
const MINUTE = 60_000;

/** A policy whose resolution takes so many minutes, pausing while the customer has the ticket. */
function policy(minutes: number, calendar = { week: { 'mon-fri': ['09:00-12:00', '13:00-17:00'] } as object }): Policy {
  const target = `${minutes}min`;
  return policyOf({
    calendars: { office: { timezone: 'Europe/Berlin', ...calendar } },
    sla: {
      pause: { waiting_requester: ['resolution'] },
      targets: { basic: { resolution: [target, target, target, target] } },
    },
  });
}

const resolution = (by: Policy, events: readonly TicketEvent[], until: number): ClockInstance =>
  run(by, events, until).state.clocks.find(({ metric }) => metric === 'resolution')!;

/** Instants of pauses as minutes after the birth, in order: waits from the first to the second, and so on. */
const pauses = fc
  .uniqueArray(fc.integer({ min: 1, max: 6_000 }), { maxLength: 6 })
  .map((minutes) => [...minutes].sort((a, b) => a - b).slice(0, minutes.length - (minutes.length % 2)));

function story(minutes: readonly number[]): readonly TicketEvent[] {
  const told = new Story().created(BIRTH, { group: 'L1' });
  minutes.forEach((minute, index) => {
    told.status(BIRTH + minute * MINUTE, 'agent', index % 2 === 0 ? 'waiting_requester' : 'open');
  });
  return told.events;
}

const lastOf = (events: readonly TicketEvent[]): number => Math.max(...events.map(({ at: instant }) => instant));
const dueOf = (clock: ClockInstance): number => clock.breachedAt ?? clock.dueAt ?? Number.POSITIVE_INFINITY;

describe('the due instant', () => {
  it('never comes earlier for a longer target', () => {
    fc.assert(
      fc.property(
        pauses,
        fc.integer({ min: 1, max: 3_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        (minutes, target, more) => {
          const events = story(minutes);
          const short = resolution(policy(target), events, lastOf(events));
          const long = resolution(policy(target + more), events, lastOf(events));

          expect(dueOf(long)).toBeGreaterThanOrEqual(dueOf(short));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('never comes nearer by a pause', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 3_000 }), (minutes, target) => {
        const paused = story(minutes);
        const whole = story([]);

        expect(dueOf(resolution(policy(target), paused, lastOf(paused)))).toBeGreaterThanOrEqual(
          dueOf(resolution(policy(target), whole, BIRTH)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('around the clock is birth, target and pauses added up', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 9_000 }), (minutes, target) => {
        const events = story(minutes);
        let expected = BIRTH + target * MINUTE;
        for (let index = 0; index < minutes.length; index += 2) {
          const from = BIRTH + minutes[index]! * MINUTE;
          if (expected >= from) expected += (minutes[index + 1]! - minutes[index]!) * MINUTE;
        }

        const clock = resolution(policy(target, { week: { 'mon-sun': ['00:00-24:00'] } }), events, lastOf(events));

        // what was used up exactly when a pause began is due then, and is not late before the clock runs again
        const usedUpAtPause = minutes.some(
          (minute, index) => index % 2 === 0 && dueOf(clock) === BIRTH + minute * MINUTE,
        );
        if (!usedUpAtPause) expect(dueOf(clock)).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('is the instant that the clock’s own calendar gives for what is left', () => {
    fc.assert(
      fc.property(pauses, fc.integer({ min: 1, max: 3_000 }), (minutes, target) => {
        const by = policy(target);
        const events = story(minutes);
        const clock = resolution(by, events, lastOf(events));
        if (clock.state !== 'running' || clock.breachedAt !== null) return;
        const used = clock.segments
          .filter(({ counting, to }) => counting && to !== null)
          .reduce((sum, { from, to }) => sum + by.calendars.get('office')!.between(from, to!), 0);

        expect(clock.dueAt).toBe(by.calendars.get('office')!.add(clock.segments.at(-1)!.from, target * MINUTE - used));
      }),
      { numRuns: 200 },
    );
  });
});
