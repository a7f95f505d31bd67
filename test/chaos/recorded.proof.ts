import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { systemClock } from '../../packages/cli/src/installation/system-clock.ts';
import type { Proof } from '../../tools/proof-kit.ts';
import { startLocalRig } from './support/local-rig.ts';
import { untilAtRest } from './support/rest.ts';
import { atLeast, exactly } from './support/rows.ts';
import { shoot } from './support/shoot.ts';

const RECORDINGS = new URL('../../adapters/zammad/test/recordings/webhook-deliveries.json', import.meta.url);
const Recorded = z.object({
  headers: z.record(z.string(), z.string()),
  signature_token: z.string(),
  raw_body: z.string(),
});
const Body = z.object({ ticket: z.object({ id: z.number(), title: z.string() }) });

/** What a real Zammad 6.5 sent, posted byte by byte to a running `serve`, which fetches the ticket and decides. */
export const proof: Proof = {
  name: 'recorded Zammad deliveries',
  async run() {
    const { deliveries } = z
      .object({ deliveries: z.array(Recorded) })
      .parse(JSON.parse(readFileSync(RECORDINGS, 'utf8')));
    const [first] = deliveries;
    if (!first) throw new Error('There is no recording');
    const { ticket } = Body.parse(JSON.parse(first.raw_body));
    const rig = await startLocalRig(systemClock, 65, {
      edit: (policy) => policy.replace('{ env: PROOF_ZAMMAD_HOOK }', '{ env: PROOF_RECORDED_HOOK }'),
      env: { PROOF_RECORDED_HOOK: first.signature_token },
      prepare: (zammad) => {
        // the ticket that the deliveries speak of must be there to be fetched
        const { id } = zammad.addCustomer({ name: 'Nora Neu', email: 'nora@example.test' });
        const text = { subject: ticket.title, body: 'Guten Tag', tags: ['bug'] };
        for (let n = 0; n < ticket.id; n += 1)
          zammad.createTicket({ requesterId: id, priority: 'P3', channel: 'phone', group: '1st Level', ...text });
      },
    });
    try {
      const { url, hooks } = await rig.product.serve({ gateway: true, worker: true });
      const path = new URL(hooks.get('desk') ?? '').pathname;
      const post = (recorded: z.infer<typeof Recorded>, body: Buffer = Buffer.from(recorded.raw_body)) =>
        shoot(url ?? '', { path, headers: sendable(recorded.headers), body });
      const changed = await Promise.all(
        deliveries.map((recorded) => post(recorded, withOneByteChanged(recorded.raw_body))),
      );
      const firstTime = await Promise.all(deliveries.map((recorded) => post(recorded)));
      const again = await Promise.all(deliveries.map((recorded) => post(recorded)));
      const { store } = rig.product.installation;
      await untilAtRest(store, [rig.zammad, rig.github]);

      const lane = `desk:ticket:${ticket.id}`;
      const events = await store.lanes.events(lane);
      const tiers = (await store.lanes.decisions(lane)).filter(({ reason }) => /tier/.test(reason.code));
      return {
        rows: [
          atLeast('deliveries recorded from a real Zammad', deliveries.length, 2),
          exactly(
            'refused after one changed byte',
            changed.filter((status) => status === 401).length,
            deliveries.length,
          ),
          exactly('accepted', firstTime.filter((status) => status === 202).length, deliveries.length),
          exactly('known the second time', again.filter((status) => status === 200).length, deliveries.length),
          exactly('tickets made of them', (await store.admin.counts()).lanes ?? 0, 1),
          exactly('births among the events', events.filter(({ type }) => type === 'created').length, 1),
          atLeast('messages among the events', events.filter(({ type }) => type === 'message').length, 1),
          atLeast('decisions on the tier', tiers.length, 1),
        ],
      };
    } finally {
      await rig.stop();
    }
  },
};

/** The length is the client's own to say. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'));
}

function withOneByteChanged(text: string): Buffer {
  const body = Buffer.from(text);
  const at = Math.floor(body.length / 2);
  body[at] = (body[at] ?? 0) ^ 1;
  return body;
}
