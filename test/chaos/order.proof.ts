import { fold, type TicketEvent } from '@stellwerk/core';
import { ticket } from '../../packages/core/test/support/run.ts';
import { at } from '../../packages/core/test/support/story.ts';
import type { Proof } from '../../tools/proof-kit.ts';
import { type Heard, isDerived, openEar, type Piece } from './support/heard.ts';
import { longStory, storyPolicy } from './support/long-story.ts';
import { createRandom } from './support/random.ts';
import { atLeast, exactly, told } from './support/rows.ts';

const BIRTH = at('2026-12-02 08:00');
const UNTIL = BIRTH + 3 * 86_400_000;

/**
 * One history heard in a thousand orders, with duplicates, through the real store and runtime; what is wanted on the way is
 * sent. In half of them deadlines pass between the pieces, in the other half nothing falls due in between.
 */
export const proof: Proof = {
  name: 'order of arrival',
  async run({ full }) {
    const policy = storyPolicy();
    const story = longStory(BIRTH);
    const ear = await openEar(policy);
    const counts = { state: 0, clocks: 0, wanted: 0, quietKeys: 0, twice: 0, unlisted: 0, wrong: 0, overtaken: 0 };
    let control = 0;
    const runs = full ? 1_000 : 200;
    try {
      const whole = await ear.hear('whole', [{ events: story, now: UNTIL, send: true }], UNTIL);
      const right = JSON.stringify(fold(ticket, policy, null, story, UNTIL).state);
      for (let n = 0; n < runs; n += 1) {
        const random = createRandom(n + 1);
        const quiet = n % 2 === 1;
        const arrival = shuffled([...story, ...story.filter(() => random() < 0.3)], random);
        const heard = await ear.hear(`t${n}`, pieces(arrival, quiet, random), UNTIL);
        compare(counts, heard, whole, quiet);
        if (JSON.stringify(fold(ticket, policy, null, distinct(arrival), UNTIL).state) !== right) control += 1;
      }
    } finally {
      await ear.close();
    }
    return {
      rows: [
        atLeast('orders of arrival', runs, full ? 1_000 : 200),
        exactly('final states that differ', counts.state, 0),
        exactly('SLA instances that differ', counts.clocks, 0),
        exactly('sets of wanted ends that differ', counts.wanted, 0),
        exactly('effect keys that differ where nothing was due in between', counts.quietKeys, 0),
        exactly('effects sent twice', counts.twice, 0),
        exactly('sent, no longer wanted, not listed as overtaken', counts.unlisted, 0),
        exactly('overtaken standing ends left uncorrected', counts.wrong, 0),
        atLeast('effects overtaken on the way', counts.overtaken, 1),
        atLeast('control: a fold in arrival order differs', control, runs / 2),
        told('events of the history', story.length),
      ],
    };
  },
};

type Counts = Record<
  'state' | 'clocks' | 'wanted' | 'quietKeys' | 'twice' | 'unlisted' | 'wrong' | 'overtaken',
  number
>;

function compare(counts: Counts, heard: Heard, whole: Heard, quiet: boolean): void {
  const same = sameEnds(heard, whole);
  const wanted = new Set(whole.wanted.map((key) => key.replace('TICKET', '')));
  if (heard.state !== whole.state) counts.state += 1;
  if (heard.clocks !== whole.clocks) counts.clocks += 1;
  if (!same) counts.wanted += 1;
  if (!same && quiet) counts.quietKeys += 1;
  counts.twice += heard.written.length - new Set(heard.written).size;
  for (const { effect, state, overtaken, lane } of heard.effects) {
    if (isDerived(effect.key)) continue;
    if (overtaken) counts.overtaken += 1;
    if (state === 'done' && !overtaken && !wanted.has(effect.key.replace(lane.key, ''))) counts.unlisted += 1;
  }
  for (const [name, end] of whole.shown) if (heard.shown.get(name) !== end) counts.wrong += 1;
}

/** Every end of the whole story is there, and none beside: but for what was cancelled unsent, which nobody wants or sees. */
function sameEnds(heard: Heard, whole: Heard): boolean {
  const [has, right] = [new Set(heard.wanted), new Set(whole.wanted)];
  const beside = heard.wanted.filter((key) => !right.has(key) && !heard.cancelled.includes(key));
  return beside.length === 0 && whole.wanted.every((key) => has.has(key));
}

/** Cuts an order of arrival into pieces of one to four. Time goes on with what was heard, or stands at the end. */
function pieces(arrival: readonly TicketEvent[], quiet: boolean, random: () => number): readonly Piece[] {
  const cut: Piece[] = [];
  let now = BIRTH;
  for (let from = 0; from < arrival.length; ) {
    const events = arrival.slice(from, from + 1 + Math.floor(random() * 4));
    from += events.length;
    now = quiet ? UNTIL : Math.max(now, ...events.map(({ at: instant }) => instant));
    cut.push({ events, now, send: random() < 0.5 });
  }
  return cut;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

function distinct(events: readonly TicketEvent[]): readonly TicketEvent[] {
  return [...new Map(events.map((event) => [event.key, event])).values()];
}
