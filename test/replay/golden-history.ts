import { TicketEventInput } from '@stellwerk/core';

/** Zone of every local time in a golden ticket. */
const ZONE = 'Europe/Berlin';

/** `2026-12-02 09:00` in Berlin as epoch ms. */
export function instant(local: string): number {
  return Temporal.PlainDateTime.from(local.replace(' ', 'T')).toZonedDateTime(ZONE).epochMilliseconds;
}

/** Epoch ms as `2026-12-02 09:00`; what goes beyond the minute as `+1ms`. */
export function local(at: number): string {
  const rest = ((at % 60_000) + 60_000) % 60_000;
  const time = Temporal.Instant.fromEpochMilliseconds(at - rest)
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime();
  return `${time.toString({ smallestUnit: 'minute' }).replace('T', ' ')}${rest === 0 ? '' : `+${rest}ms`}`;
}

type Words = string[];
type Body = Record<string, unknown>;

/** What a line of the history may say after time and actor. */
const verbs: Readonly<Record<string, (words: Words) => Body>> = {
  opens: (words) => ({ type: 'created', ...opening(words) }),
  writes: (words) => ({ type: 'message', features: features(words), ...channel(words) }),
  notes: (words) => ({ type: 'message', visibility: 'internal', ...channel(words) }),
  'answers-automatically': () => ({ type: 'message', autoReply: true }),
  status: ([to]) => ({ type: 'status_changed', to }),
  priority: ([to]) => ({ type: 'priority_changed', to }),
  group: ([to]) => ({ type: 'group_changed', to: orNull(to) }),
  assigns: ([to]) => ({ type: 'assignee_changed', to: orNull(to) }),
  tags: (words) => ({ type: 'tags_changed', added: signed(words, '+'), removed: signed(words, '-') }),
  field: ([pair]) => ({ type: 'field_changed', field: pair?.split('=')[0], to: value(pair?.split('=')[1]) }),
  plan: ([plan]) => ({ type: 'organisation_changed', to: { ref: 'org', fields: { plan } } }),
  tier: ([to]) => ({ type: 'tier_changed', to: orNull(to) }),
  rates: ([score]) => ({ type: 'rated', score }),
  merges: ([into]) => ({ type: 'merged', into }),
  deletes: () => ({ type: 'deleted' }),
  restores: () => ({ type: 'restored' }),
  spam: () => ({ type: 'marked_spam' }),
  'links-issue': ([name]) => ({ type: 'issue_linked', issue: issue(name) }),
  'closes-issue': ([name, reason = null]) => ({
    type: 'issue_state_changed',
    issue: issue(name),
    to: 'closed',
    reason,
  }),
  'reopens-issue': ([name]) => ({ type: 'issue_state_changed', issue: issue(name), to: 'open' }),
  'comments-issue': ([name]) => ({ type: 'issue_commented', issue: issue(name) }),
  accepts: ([effectKey]) => ({ type: 'proposal_accepted', effectKey }),
  dismisses: ([effectKey]) => ({ type: 'proposal_dismissed', effectKey }),
};

/** Reads `2026-12-02 09:00 requester opens P2 group "2nd Level" tag=vip`. Throws with the line for one it cannot read. */
export function readHistoryLine(line: string, index: number): ReturnType<typeof TicketEventInput.parse> {
  const [, time = '', actor, verb = '', rest = ''] =
    /^(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\w+) ([\w-]+) ?(.*)$/.exec(line) ?? [];
  const read = verbs[verb];
  if (!read) throw new Error(`not understood: ${line}`);

  const words = [...rest.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
  const meta = { connection: 'desk', ticket: '1', key: `e${index + 1}`, seq: index, at: instant(time), actor };
  return TicketEventInput.parse({ channel: 'email', ...meta, ...read(words) });
}

/** `P2`, `group=L1`, `tag=vip`, `plan=Gold`, `customer=Nord`, `channel=phone`, `tier=T2`, `language=fr`, `pattern=bug`, anything else as a field. */
function opening(words: Words): Body {
  const body: Record<string, unknown> = { tags: [] as string[], fields: {} as Record<string, unknown> };
  for (const word of words) {
    const [name = '', text = ''] = word.split('=');
    if (/^P[1-4]$/.test(word)) body.priority = word;
    else if (name === 'group' || name === 'tier' || name === 'assignee') body[name] = text;
    else if (name === 'tag') (body.tags as string[]).push(text);
    else if (name === 'channel') body.channel = text;
    else if (name === 'plan' || name === 'customer') addToOrganisation(body, name, text);
    else if (name === 'language' || name === 'pattern') body.features = features(words);
    else (body.fields as Record<string, unknown>)[name] = value(text);
  }
  return body;
}

function addToOrganisation(body: Body, field: string, text: string): void {
  const { fields = {} } = (body.organisation ?? {}) as { fields?: Body };
  body.organisation = { ref: 'org', fields: { ...fields, [field]: text } };
}

function channel(words: Words): Body {
  const [word] = words.filter((each) => each.startsWith('channel='));
  return word === undefined ? {} : { channel: word.slice('channel='.length) };
}

function features(words: Words): Body {
  const of = (name: string): string[] =>
    words.flatMap((word) => (word.startsWith(`${name}=`) ? [word.slice(name.length + 1)] : []));
  return { length: 50, language: of('language')[0] ?? 'de', patterns: of('pattern') };
}

const signed = (words: Words, sign: string): Words =>
  words.flatMap((word) => (word.startsWith(sign) ? [word.slice(1)] : []));
const orNull = (word: string | undefined): string | null => (word === undefined || word === 'nobody' ? null : word);
const issue = (name = ''): Body => ({ tracker: 'github-main', issue: name });
const value = (text = ''): string | number => (text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text);
