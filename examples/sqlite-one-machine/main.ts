import { createZammadSimulator } from '@stellwerk/simulators';
import { placeFor, startStellwerk, stellwerk, until } from '../kit/stellwerk.ts';

const secrets = { ZAMMAD_TOKEN: 'example-token', ZAMMAD_WEBHOOK_SECRET: 'example-webhook-secret' };
const zammad = createZammadSimulator({ now: Date.now, token: secrets.ZAMMAD_TOKEN });
const address = await zammad.listen();
const place = placeFor(new URL('stellwerk.yaml', import.meta.url), { 'https://support.example.com': address });

// 1. What an admin does: look whether the connection works, start, paste the address into Zammad.
console.log(await stellwerk(place.config, secrets, ['--lang', 'en', 'check', '--online']));
let running = await startStellwerk(place.config, secrets, ['serve', '--port', '0']);
zammad.setWebhook({ url: running.hooks.zammad ?? '', secret: secrets.ZAMMAD_WEBHOOK_SECRET });

// 2. One ticket, from the customer's mail to field and note.
const customer = zammad.addCustomer({ name: 'Karla Kundin', email: 'karla@example.com' });
const first = write('Absturz beim Export', 'Beim Export erscheint eine Fehlermeldung mit Stacktrace.');
await until('tier and note in Zammad', () => zammad.ticket(first)?.tier === 'T2' && notesOf(first).length === 1);
console.log(`ticket ${first}: support_tier = ${zammad.ticket(first)?.tier}`);
for (const note of notesOf(first)) console.log(`ticket ${first}: internal note\n${note.replaceAll(/^/gm, '  | ')}`);

// 3. Twenty more, and the power goes off while they come in.
const port = new URL(running.url ?? '').port;
const more = Array.from({ length: 20 }, (_, n) => write(`Absturz ${n}`, 'Fehlermeldung mit Stacktrace beim Start.'));
await until('the first of twenty', () => more.some((id) => zammad.ticket(id)?.tier));
await running.kill();
const before = more.filter((id) => zammad.ticket(id)?.tier === 'T2').length;
console.log(`killed (SIGKILL) with ${before} of ${more.length} done; Zammad repeats what it could not deliver`);

running = await startStellwerk(place.config, secrets, ['serve', '--port', port]);
await until('tier and note on all', () =>
  more.every((id) => zammad.ticket(id)?.tier === 'T2' && notesOf(id).length > 0),
);
await zammad.webhooksSettled();
const notes = more.map((id) => notesOf(id).length);
console.log(
  `after the restart: ${more.length} of ${more.length} have tier T2, ${notes.filter((n) => n > 1).length} doubled notes`,
);

// 4. What the rules know, from the database.
console.log(await stellwerk(place.config, secrets, ['--lang', 'en', 'explain', `zammad:${first}`]));
await running.stop();
await zammad.stop();
place.remove();

function write(subject: string, body: string): string {
  const ticket = {
    requesterId: customer.id,
    subject,
    body,
    priority: 'P3',
    channel: 'email',
    group: '1st Level',
  } as const;
  return zammad.createTicket(ticket);
}

/** Internal notes as they stand in Zammad. */
function notesOf(id: string): readonly string[] {
  return (zammad.ticket(id)?.messages ?? []).filter((message) => !message.public).map(({ body }) => body);
}
