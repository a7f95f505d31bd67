import type { HelpdeskAdapter, HelpdeskAdapterFactory, RawDelivery, Subject, WebhookSecrets } from '@stellwerk/ports';
import { expect } from 'vitest';
import { MINUTE, SECRET, START, withBench } from './bench.ts';
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

/** What the cases of ingress need: the same for a helpdesk and a tracker. */
export interface IngressParts {
  readonly signatureHeaders: readonly string[];
  readonly signedTime: boolean;
  /** A delivery about `id`, signed with `secret` at `at`; another `n` is another delivery. */
  delivery(change?: DeliveryChange): RawDelivery;
  /** What a delivery about `id` must name. */
  subject(id: string): Subject;
  /** Runs with an adapter that has these secrets. */
  withAdapter(secrets: WebhookSecrets, run: (adapter: Ingress) => void | Promise<void>): Promise<void>;
}

export interface DeliveryChange {
  readonly id?: string;
  readonly secret?: string;
  readonly at?: number;
  readonly n?: number;
}

type Ingress = Pick<HelpdeskAdapter, 'verify' | 'normalise'>;

const ID = '4711';
const USUAL: WebhookSecrets = { current: SECRET, previous: null };

/** C3 of a helpdesk, with what its simulator sends. */
export function helpdeskIngress(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  const cases = ingressCases({
    signatureHeaders: fixture.signatureHeaders,
    signedTime: fixture.signedTime,
    delivery: ({ id = ID, secret = SECRET, at = START, n = 1 } = {}) =>
      fixture.signedDelivery({ ticketId: id, secret, at, n }),
    subject: (id) => ({ kind: 'ticket', id }),
    withAdapter: (secrets, run) => withBench(factory, fixture, async (bench) => run(bench.adapterWith({}, secrets))),
  });
  return fixture.sendsWebhooks ? [...cases, simulatorCase(factory, fixture)] : cases;
}

/** C3: only genuine deliveries get in, and nothing in them makes the adapter fail. */
export function ingressCases(parts: IngressParts): readonly ConformanceCase[] {
  const { delivery, signedTime } = parts;
  const usual = (run: (adapter: Ingress) => void) => () => parts.withAdapter(USUAL, run);

  return [
    {
      id: 'C3.1',
      title: 'a genuine delivery passes and names its ticket; the same one again has the same key',
      run: usual((adapter) => {
        const verified = adapter.verify(delivery({ id: ID }), START);
        const again = adapter.verify(delivery({ id: ID }), START);
        const other = adapter.verify(delivery({ id: ID, n: 2 }), START);

        expect(verified.secret).toBe('current');
        expect(again.key).toBe(verified.key);
        expect(other.key).not.toBe(verified.key);
        expect(adapter.normalise(verified)).toMatchObject({
          state: 'accepted',
          subjects: [parts.subject(ID)],
        });
      }),
    },
    {
      id: 'C3.2',
      title: 'one changed byte anywhere in the body is refused',
      run: usual((adapter) => {
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
      run: usual((adapter) => {
        const raw = delivery();
        for (const name of parts.signatureHeaders) {
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
      run: async () => {
        for (const current of [null, '']) {
          await parts.withAdapter({ current, previous: null }, (adapter) => {
            for (const secret of [SECRET, '']) {
              expect(() => adapter.verify(delivery({ secret }), START)).toThrow(rejected());
            }
          });
        }
      },
    },
    {
      id: 'C3.5',
      title: 'the previous secret passes until its end, and is named',
      run: () =>
        parts.withAdapter({ current: 'new secret', previous: { secret: SECRET, until: START + 1 } }, (adapter) => {
          expect(adapter.verify(delivery(), START).secret).toBe('previous');
          expect(adapter.verify(delivery({ secret: 'new secret' }), START).secret).toBe('current');
          expect(() => adapter.verify(delivery(), START + 1)).toThrow(rejected());
        }),
    },
    {
      id: 'C3.6',
      title: signedTime ? 'a signed time five minutes away is refused' : 'without a signed time, age is no matter',
      run: usual((adapter) => {
        const late = START + 5 * MINUTE + 1000;
        const early = START - 5 * MINUTE - 1000;
        expect(() => adapter.verify(delivery(), START + 4 * MINUTE)).not.toThrow();
        for (const now of [late, early]) {
          const verify = () => adapter.verify(delivery(), now);
          if (signedTime) expect(verify).toThrow(rejected());
          else expect(verify).not.toThrow();
        }
      }),
    },
    {
      id: 'C3.7',
      title: 'normalise returns whatever stands in the body, and no prototype changes',
      run: usual((adapter) => {
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
