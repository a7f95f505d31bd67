import type { HelpdeskAdapterFactory, RawDelivery } from '@stellwerk/ports';
import { expect } from 'vitest';
import { type Bench, MINUTE, SECRET, START, withBench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { receiveOne } from './receiver.ts';

const GARBAGE = [
  '',
  'null',
  '[]',
  '{}',
  '"text"',
  '42',
  '{"a":',
  '<html></html>',
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  '{"ticket":{"id":null},"detail":{"id":{}},"type":17}',
  '[{"objectId":null,"subscriptionType":7}]',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '\u0000\uffff',
];

/** C3: only genuine deliveries get in, and nothing in them makes the adapter fail. */
export function ingressCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const bench = (run: (bench: Bench) => Promise<void>) => () => withBench(factory, fixture, run);
  const delivery = (change: { ticketId?: string; secret?: string; at?: number; n?: number } = {}): RawDelivery =>
    fixture.signedDelivery({ ticketId: '1', secret: SECRET, at: START, n: 1, ...change });

  return [
    {
      id: 'C3.1',
      title: 'a genuine delivery passes and names its ticket; the same one again has the same key',
      run: bench(async ({ adapter }) => {
        const verified = adapter.verify(delivery({ ticketId: '4711' }), START);
        const again = adapter.verify(delivery({ ticketId: '4711' }), START);
        const other = adapter.verify(delivery({ ticketId: '4711', n: 2 }), START);

        expect(verified.secret).toBe('current');
        expect(again.key).toBe(verified.key);
        expect(other.key).not.toBe(verified.key);
        expect(adapter.normalise(verified)).toMatchObject({
          state: 'accepted',
          subjects: [{ kind: 'ticket', id: '4711' }],
        });
      }),
    },
    {
      id: 'C3.2',
      title: 'one changed byte anywhere in the body is refused',
      run: bench(async ({ adapter }) => {
        const raw = delivery();
        for (let at = 0; at < raw.body.length; at++) {
          const body = raw.body.slice();
          body[at] = (body[at] ?? 0) ^ 1;
          expect(() => adapter.verify({ ...raw, body }, START), `byte ${at}`).toThrow(rejected());
        }
        const longer = new Uint8Array([...raw.body, 0x20]);
        expect(() => adapter.verify({ ...raw, body: longer }, START)).toThrow(rejected());
      }),
    },
    {
      id: 'C3.3',
      title: 'a missing or foreign signature is refused',
      run: bench(async ({ adapter }) => {
        const raw = delivery();
        for (const name of fixture.signatureHeaders) {
          for (const value of [undefined, '', 'x', 'sha1=', 'sha256=00', '0'.repeat(64)]) {
            const headers = { ...raw.headers, [name]: value };
            expect(() => adapter.verify({ ...raw, headers }, START), `${name}: ${value}`).toThrow(rejected());
          }
        }
        expect(() => adapter.verify(delivery({ secret: 'another secret' }), START)).toThrow(rejected());
      }),
    },
    {
      id: 'C3.4',
      title: 'without a secret nothing passes, not even what an empty secret signed',
      run: bench(async ({ adapterWith }) => {
        for (const current of [null, '']) {
          const adapter = adapterWith({}, { current, previous: null });
          for (const secret of [SECRET, '']) {
            expect(() => adapter.verify(delivery({ secret }), START)).toThrow(rejected());
          }
        }
      }),
    },
    {
      id: 'C3.5',
      title: 'the previous secret passes until its end, and is named',
      run: bench(async ({ adapterWith }) => {
        const adapter = adapterWith({}, { current: 'new secret', previous: { secret: SECRET, until: START + 1 } });

        expect(adapter.verify(delivery(), START).secret).toBe('previous');
        expect(adapter.verify(delivery({ secret: 'new secret' }), START).secret).toBe('current');
        expect(() => adapter.verify(delivery(), START + 1)).toThrow(rejected());
      }),
    },
    {
      id: 'C3.6',
      title: fixture.signedTime
        ? 'a signed time five minutes away is refused'
        : 'without a signed time, age is no matter',
      run: bench(async ({ adapter }) => {
        const late = START + 5 * MINUTE + 1000;
        const early = START - 5 * MINUTE - 1000;
        expect(() => adapter.verify(delivery(), START + 4 * MINUTE)).not.toThrow();
        for (const now of [late, early]) {
          const verify = () => adapter.verify(delivery(), now);
          if (fixture.signedTime) expect(verify).toThrow(rejected());
          else expect(verify).not.toThrow();
        }
      }),
    },
    {
      id: 'C3.7',
      title: 'normalise returns whatever stands in the body, and no prototype changes',
      run: bench(async ({ adapter }) => {
        const verified = adapter.verify(delivery(), START);
        for (const text of GARBAGE) {
          const normalised = adapter.normalise({ ...verified, body: new TextEncoder().encode(text) });
          expect(['ignored', 'unparsable'], text.slice(0, 40)).toContain(normalised.state);
          expect(normalised.subjects).toEqual([]);
        }
        expect(adapter.normalise({ ...verified, body: new Uint8Array([0xff, 0xfe, 0x00]) }).state).toBe('unparsable');
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      }),
    },
    ...(fixture.sendsWebhooks ? [simulatorCase(factory, fixture)] : []),
  ];
}

/** The simulator signs by code of its own: agreement means something. */
function simulatorCase(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): ConformanceCase {
  return {
    id: 'C3.8',
    title: 'what the simulator sends passes, and names the ticket that changed',
    run: () =>
      withBench(factory, fixture, async (bench) => {
        const ticketId = bench.openTicket();

        const raw = await receiveOne(bench.desk, SECRET, () => {
          bench.desk.setPriority(ticketId, bench.agent, 'P1');
        });

        const verified = bench.adapter.verify(raw, bench.clock.now());
        expect(bench.adapter.normalise(verified).subjects).toContainEqual({ kind: 'ticket', id: ticketId });
      }),
  };
}

function rejected(): unknown {
  return expect.objectContaining({ code: 'WEBHOOK_REJECTED' });
}
