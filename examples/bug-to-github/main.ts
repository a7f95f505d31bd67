import { createGithubSimulator, createZammadSimulator } from '@stellwerk/simulators';
import { placeFor, startStellwerk, stellwerk, until } from '../kit/stellwerk.ts';

const secrets = {
  ZAMMAD_TOKEN: 'example-zammad-token',
  ZAMMAD_WEBHOOK_SECRET: 'example-zammad-secret',
  GITHUB_TOKEN: 'example-github-token',
  GITHUB_WEBHOOK_SECRET: 'example-github-secret',
};
const zammad = createZammadSimulator({ now: Date.now, token: secrets.ZAMMAD_TOKEN });
const repository = { owner: 'acme', repo: 'product', private: true };
const github = createGithubSimulator({ now: Date.now, token: secrets.GITHUB_TOKEN, ...repository });
const place = placeFor(new URL('stellwerk.yaml', import.meta.url), {
  'https://support.example.com': await zammad.listen(),
  'https://api.github.com': await github.listen(),
});
const running = await startStellwerk(place.config, secrets, ['serve', '--port', '0']);
zammad.setWebhook({ url: running.hooks.zammad ?? '', secret: secrets.ZAMMAD_WEBHOOK_SECRET });
github.setWebhook({ url: running.hooks['github-main'] ?? '', secret: secrets.GITHUB_WEBHOOK_SECRET });
for (const sender of [zammad, github]) sender.setWebhookChaos({ double: 1 }); // every delivery arrives twice

const customer = zammad.addCustomer({ name: 'Karla Kundin', email: 'karla@example.com' });
const groups = ['1st Level', '2nd Level', 'Entwicklung'];
const agent = zammad.addAgent({ name: 'Toni Technik', email: 'toni@example.com', groups });
const technician = { kind: 'agent', id: agent.id } as const;

const id = zammad.createTicket({
  requesterId: customer.id,
  subject: 'Absturz beim Export',
  body: 'Beim Export erscheint eine Fehlermeldung mit Stacktrace. Mein Telefon: 030 1234567, karla@example.com',
  priority: 'P2',
  channel: 'email',
  group: '1st Level',
});
await until('T2 in Zammad', () => now().tier === 'T2' && now().group === '2nd Level');
console.log(`T1 → T2: the text looks like a malfunction; group is now “${now().group}”`);

zammad.addTag(id, technician, 'bug'); // a tag alone fires no webhook in Zammad: the note does
zammad.message(id, technician, 'Nachgestellt, reproduzierbar.', { public: false });
await until('an issue at GitHub', () => github.issues().length > 0 && now().tier === 'T3');
const [issue] = github.issues();
console.log(`T2 → T3: issue #${issue?.number} “${issue?.title}”, labels ${issue?.labels.join(', ')}`);
console.log((issue?.body ?? '').trim().replaceAll(/^/gm, '  | '));

github.closeIssue(issue?.number ?? 0, 'completed');
await until('the news of the closed issue', () => notes().some((note) => note.includes(`#${issue?.number}`)));
await Promise.all([zammad.webhooksSettled(), github.webhooksSettled()]);
console.log(`closed at GitHub; internal notes in the ticket, oldest first:`);
for (const note of notes()) console.log(note.trim().replaceAll(/^/gm, '  | '));

const personal = /karla|030 1234567|Nachgestellt/i.test(JSON.stringify(github.issues()));
console.log(
  `issues at GitHub: ${github.issues().length}; customer or internal text in them: ${personal ? 'YES' : 'none'}`,
);
console.log(await stellwerk(place.config, secrets, ['--lang', 'en', 'deadletters']));
await running.stop();
await Promise.all([zammad.stop(), github.stop()]);
place.remove();

function now() {
  const ticket = zammad.ticket(id);
  if (!ticket) throw new Error(`Zammad has no ticket ${id}`);
  return ticket;
}

/** Internal notes that Stellwerk wrote, as they stand in Zammad. */
function notes(): readonly string[] {
  return now()
    .messages.filter((message) => !message.public && message.body.includes('Stellwerk'))
    .map(({ body }) => body);
}
