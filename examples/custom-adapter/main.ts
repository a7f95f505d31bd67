import { createLogger, loadConfig, openInstallation, serve, systemClock } from '@stellwerk/cli';
import { placeFor, until } from '../kit/stellwerk.ts';
import { plainDeskAdapter } from './adapter.ts';
import { PlainDesk } from './desk.ts';

const env = { DESK_TOKEN: 'example-token', DESK_WEBHOOK_SECRET: 'example-webhook-secret' };
const desk = new PlainDesk({ now: Date.now, token: env.DESK_TOKEN });
const place = placeFor(new URL('stellwerk.yaml', import.meta.url), { 'https://desk.example.com': await desk.listen() });

// What `stellwerk serve` does, with one adapter more.
const installation = await openInstallation({
  config: loadConfig(place.config),
  env,
  clock: systemClock,
  logger: createLogger('error'),
  access: 'serve',
  more: { plaindesk: plainDeskAdapter },
});
const serving = await serve(installation, { gateway: true, worker: true }, { host: '127.0.0.1', port: 0 });
desk.setWebhook({ url: serving.hooks.get('desk') ?? '', secret: env.DESK_WEBHOOK_SECRET });

const agent = desk.addAgent({ name: 'Anna Agentin', email: 'anna@example.com', groups: ['1st Level', '2nd Level'] });
const customer = desk.addCustomer({ name: 'Karla Kundin', email: 'karla@example.com' });
const id = desk.createTicket({
  requesterId: customer.id,
  subject: 'Absturz beim Export',
  body: 'Beim Export erscheint eine Fehlermeldung mit Stacktrace.',
  priority: 'P3',
  channel: 'email',
  group: '1st Level',
});
await until('tier, group and note at the desk', () => {
  const ticket = desk.ticket(id);
  return ticket?.tier === 'T2' && ticket.group === '2nd Level' && notes().length > 0;
});
console.log(`ticket ${id}: tier ${desk.ticket(id)?.tier}, group ${desk.ticket(id)?.group}`);
console.log(notes().join('\n').replaceAll(/^/gm, '  | '));

// The echo of our own writes comes back as webhooks, and a person's answer beside them: nothing more is written.
const writes = countWrites();
desk.message(id, { kind: 'agent', id: agent.id }, 'Wir sehen es uns an.');
await until('the answer in the story', async () => (await story()).includes('message by agent'));
console.log(`story: ${(await story()).join(', ')}`);
console.log(`writes at the desk before the echo: ${writes}, after: ${countWrites()}`);

await serving.stop();
await desk.stop();
place.remove();

/** The ticket's story as the rules know it: kinds of events and of people, no names and no texts. */
async function story(): Promise<readonly string[]> {
  const events = await installation.store.lanes.events(`desk:ticket:${id}`);
  return events.map(({ type, actor }) => `${type} by ${actor.kind}`);
}

function notes(): readonly string[] {
  return (desk.ticket(id)?.messages ?? []).filter((message) => !message.public).map(({ body }) => body);
}

function countWrites(): number {
  return desk.requests.filter(({ method }) => method !== 'GET').length;
}
