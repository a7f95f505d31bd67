import { createZammadSimulator } from '@stellwerk/simulators';
import { startPostgres } from '@stellwerk/testkit';
import { placeFor, startStellwerk, stellwerk, until } from '../kit/stellwerk.ts';
import { countEvents, watchLanes } from './watch.ts';

const TICKETS = 20;
const CHANGES = ['P4', 'P3', 'P2', 'P1'] as const;

const postgres = await startPostgres();
const env = {
  DATABASE_URL: postgres.url,
  ZAMMAD_TOKEN: 'example-token',
  ZAMMAD_WEBHOOK_SECRET: 'example-webhook-secret',
};
const zammad = createZammadSimulator({ now: Date.now, token: env.ZAMMAD_TOKEN });
const address = await zammad.listen();
const place = placeFor(new URL('stellwerk.yaml', import.meta.url), { 'https://support.example.com': address });

await stellwerk(place.config, env, ['migrate']);
const gateway = await startStellwerk(place.config, env, ['gateway', '--port', '0']);
const workers = await Promise.all([1, 2].map(() => startStellwerk(place.config, env, ['worker'])));
zammad.setWebhook({ url: gateway.hooks.zammad ?? '', secret: env.ZAMMAD_WEBHOOK_SECRET });
const watch = await watchLanes(postgres.url);

// twenty tickets at once, each with a conversation and four changes of priority, which end at P1
const customer = zammad.addCustomer({ name: 'Karla Kundin', email: 'karla@example.com' });
const agent = zammad.addAgent({ name: 'Anna Agentin', email: 'anna@example.com', groups: ['1st Level', '2nd Level'] });
const ids = Array.from({ length: TICKETS }, (_, n) => open(n));
for (const priority of CHANGES) {
  for (const id of ids) {
    zammad.message(id, { kind: 'requester' }, `Noch einmal, jetzt mit ${priority}.`);
    zammad.setPriority(id, { kind: 'agent', id: agent.id }, priority);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
}
await until('T2 and a note on every ticket', () => ids.every((id) => tierOf(id) === 'T2' && notesOf(id) > 0));

const seen = await watch.stop();
const shares = [...seen.values()].map((lanes) => lanes.size).sort((a, b) => b - a);
console.log(`workers that took tickets: ${seen.size}; tickets each was seen with: ${shares.join(' and ')}`);

// the echo of our last note still comes in as a webhook
await zammad.webhooksSettled();
const written = ids.reduce((sum, id) => sum + (zammad.ticket(id)?.messages.length ?? 0), 0);
let facts = await countEvents(postgres.url);
await until('every message in the database', async () => {
  facts = await countEvents(postgres.url);
  return facts.messages >= written && facts.open === 0;
});
console.log(`messages in Zammad: ${written}, in the database: ${facts.messages}, lost: ${written - facts.messages}`);
console.log(`events: ${facts.events}, open: ${facts.open}, given up: ${facts.dead}, heard late: ${facts.late}`);
console.log(`priority P4 → P3 → P2 → P1 ends at P1: ${facts.endsAtP1} of ${TICKETS} tickets`);
console.log(await stellwerk(place.config, env, ['--lang', 'en', 'rebuild']));
console.log(
  `tickets with tier T2: ${ids.filter((id) => tierOf(id) === 'T2').length}, doubled notes: ${ids.filter((id) => notesOf(id) > 1).length}`,
);

await Promise.all([gateway, ...workers].map((each) => each.stop()));
await zammad.stop();
await postgres.stop();
place.remove();

function open(n: number): string {
  const text = { subject: `Frage ${n}`, body: 'Wie stelle ich das ein?' };
  return zammad.createTicket({
    requesterId: customer.id,
    ...text,
    priority: 'P3',
    channel: 'email',
    group: '1st Level',
  });
}

function tierOf(id: string): string | null {
  return zammad.ticket(id)?.tier ?? null;
}

function notesOf(id: string): number {
  return (zammad.ticket(id)?.messages ?? []).filter((message) => !message.public).length;
}
