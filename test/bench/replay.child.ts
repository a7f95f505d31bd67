// `node replay.child.ts TICKETS`: takes stories as JSON on stdin, decides that many tickets made of them, one after the
// other, and prints seconds, events, events a second of processor time and the greatest resident
// memory as JSON. A process of its own, so that the memory is its own: `maxRSS` would count what its parent had when it started.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createEngine, type TicketEvent } from '@stellwerk/core';
import { BENCH_NOW, benchTicket, deskPolicy } from './support/desk-policy.ts';

const tickets = Number(process.argv[2]);
const stories = JSON.parse(await text(process.stdin)) as readonly (readonly TicketEvent[])[];
const engine = createEngine(deskPolicy());
let events = 0;
let effects = 0;
const begun = performance.now();
const before = process.cpuUsage();
for (let id = 1; id <= tickets; id++) {
  const fresh = shifted(stories[id % stories.length] ?? [], id);
  const result = await engine.decide({
    lane: benchTicket(id),
    state: null,
    fresh,
    history: async () => fresh,
    now: BENCH_NOW,
  });
  events += fresh.length;
  effects += result.effects.length;
}
const seconds = (performance.now() - begun) / 1_000;
const { user, system } = process.cpuUsage(before);
const rate = (events * 1_000_000) / (user + system);
console.log(JSON.stringify({ seconds, events, rate, effects, maxRssMb: highWaterMb() }));

/** Another ticket's story: its own keys and number, up to an hour earlier. */
function shifted(story: readonly TicketEvent[], id: number): readonly TicketEvent[] {
  const by = (id % 3_600) * 1_000;
  return story.map((event) => ({
    ...event,
    key: `${event.key}/${id}`,
    at: event.at - by,
    ...(event.type === 'created' ? { number: String(id) } : {}),
  }));
}

/** `VmHWM`: the high-water mark of the resident set, as the kernel kept it. */
function highWaterMb(): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error('replay: the kernel does not say how much memory was used');
  return Number(kilobytes) / 1_024;
}
