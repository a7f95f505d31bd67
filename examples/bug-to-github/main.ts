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

const groups = ['1st Level', '2nd Level', 'Entwicklung'];
const agent = zammad.addAgent({ name: 'Toni Technik', email: 'toni@example.com', groups });
const technician = { kind: 'agent', id: agent.id } as const;

const first = await bugOf('Karla Kundin', 'karla@example.com', {
  subject: 'Absturz beim PDF-Export',
  body: 'Der PDF-Export einer Rechnung mit Umlauten im Dateinamen stürzt ab: HTTP 500. Mein Telefon: 030 1234567. Gruß, Karla',
});
await until('a held issue', async () => (await proposals()).length > 0);
const [held] = await proposals();
console.log(`T2 → T3: no issue yet, it waits: ${held?.why}`);
console.log(await command(['--lang', 'en', 'bugs', 'preview', String(held?.id)]));
await command(['proposals', 'accept', String(held?.id)]);
await until('an issue at GitHub', () => github.issues().length > 0);
const [issue] = github.issues();
console.log(`accepted: issue #${issue?.number} “${issue?.title}”, labels ${issue?.labels.join(', ')}`);
console.log(indented(issue?.body ?? ''));

const second = await bugOf('Bernd Bestellt', 'bernd@example.com', {
  subject: 'PDF export crashes',
  body: 'Exporting an invoice with umlauts in the file name crashes with HTTP 500',
});
await until('the impact comment', () => comments().some((body) => body.includes('Tickets | 2')));
console.log(`another customer, other words: issues at GitHub still ${github.issues().length}; its comment says`);
console.log(indented(comments().join('\n')));

github.labelIssue(issue?.number ?? 0, 'cause: config');
github.closeIssue(issue?.number ?? 0, 'completed');
await until('the news in both tickets', () => [first, second].every((id) => told(id, 'geschlossen')));
github.labelIssue(issue?.number ?? 0, 'released');
await until('the release in both tickets', () => [first, second].every((id) => told(id, 'ausgeliefert')));
await Promise.all([zammad.webhooksSettled(), github.webhooksSettled()]);
console.log('closed and released at GitHub; internal notes in the first ticket, oldest first:');
for (const note of notes(first)) console.log(indented(note));
console.log(await command(['--lang', 'en', 'bugs']));

zammad.message(first, technician, 'Guten Tag, der Export ist behoben.', { public: true });
await until('a shorter queue', async () => (await command(['--json', 'bugs'])).split('"ticket"').length === 2);
console.log('told one of them; the queue now holds the other');

const personal = /karla|bernd|030 1234567|Nachgestellt/i.test(JSON.stringify(github.issues()));
console.log(
  `issues at GitHub: ${github.issues().length}; names, numbers or internal text in them: ${personal ? 'YES' : 'none'}`,
);
console.log(await command(['--lang', 'en', 'deadletters']));
await running.stop();
await Promise.all([zammad.stop(), github.stop()]);
place.remove();

/** A customer writes, the rules move the ticket to the technicians, and one of them confirms the bug. */
async function bugOf(name: string, email: string, text: { subject: string; body: string }): Promise<string> {
  const customer = zammad.addCustomer({ name, email });
  const id = zammad.createTicket({
    requesterId: customer.id,
    ...text,
    priority: 'P2',
    channel: 'email',
    group: '1st Level',
  });
  await until('T2 in Zammad', () => ticket(id).tier === 'T2' && ticket(id).group === '2nd Level');
  console.log(`T1 → T2: “${text.subject}” looks like a malfunction; group is now “${ticket(id).group}”`);
  zammad.addTag(id, technician, 'bug'); // a tag alone fires no webhook in Zammad: the note does
  zammad.message(id, technician, 'Nachgestellt, reproduzierbar.', { public: false });
  return id;
}

function ticket(id: string) {
  const found = zammad.ticket(id);
  if (!found) throw new Error(`Zammad has no ticket ${id}`);
  return found;
}

/** Internal notes that Stellwerk wrote, as they stand in Zammad. */
function notes(id: string): readonly string[] {
  return ticket(id)
    .messages.filter((message) => !message.public && message.body.includes('Stellwerk'))
    .map(({ body }) => body);
}

function told(id: string, word: string): boolean {
  return notes(id).some((note) => note.includes(word));
}

function comments(): readonly string[] {
  return github.issues().flatMap((each) => each.comments.map(({ body }) => body));
}

async function proposals(): Promise<readonly { id: number; kind: string; why: string }[]> {
  const listed = JSON.parse(await command(['--json', 'proposals'])) as { id: number; kind: string; why: string }[];
  return listed.filter(({ kind }) => kind === 'create_issue');
}

function command(args: readonly string[]): Promise<string> {
  return stellwerk(place.config, secrets, args);
}

function indented(text: string): string {
  return text.trim().replaceAll(/^/gm, '  | ');
}
