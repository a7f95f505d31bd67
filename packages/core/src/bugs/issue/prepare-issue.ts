import type { IssueCare, IssueWrite } from '../../model/effect.ts';
import type { TextField } from '../../policy/tracker.ts';
import { addHits, type Hits, redact } from '../redaction/redact.ts';
import type { BugText } from '../similarity/similar-issues.ts';

/** What is known of a ticket only while its issue is on its way: fetched for it, never stored. */
export interface TicketWords {
  readonly subject: string | null;
  /** The customer's first public message. */
  readonly message: string | null;
  /** Names and addresses of the ticket's people. */
  readonly names: readonly string[];
}

/** An issue as it may leave, and what was found in it. */
export interface PreparedIssue {
  readonly title: string;
  readonly body: string;
  readonly hits: Hits;
  /** What other issues are compared with; stays here. */
  readonly bug: BugText;
}

/** Names what was written without saying how it is handled: masked, nothing filled in. */
const PLAIN: IssueCare = { hits: {}, onHit: 'mask', fill: [], dedupe: null, language: 'en' };

/** Fills in what the customer wrote, where allowed, and masks it and the ticket's names. Pure: sends and stores nothing. */
export function prepareIssue(write: IssueWrite, { subject, message, names }: TicketWords): PreparedIssue {
  const { hits, fill, language } = write.care ?? PLAIN;
  const context = { names, language };
  const title = redact(write.title, context);
  const body = redact(write.body, context);
  const texts = { subject: redact(subject ?? '', context), message: redact(message ?? '', context) };
  const shown = fill.filter((name) => write.title.includes(`{${name}}`) || write.body.includes(`{${name}}`));
  const put = (text: string, wrap: (value: string) => string): string =>
    shown.reduce((done, name) => done.replaceAll(`{${name}}`, () => wrap(texts[name].text.trim())), text);
  return {
    title: put(title.text, (value) => value.replace(/\s+/g, ' '))
      .replace(/\s+/g, ' ')
      .trim(),
    body: put(body.text, fenced),
    hits: addHits(hits, title.hits, body.hits, ...shown.map((name: TextField) => texts[name].hits)),
    bug: {
      title: texts.subject.text,
      body: `${texts.message.text}\n${withoutPlaces(title.text)}\n${withoutPlaces(body.text)}`,
    },
  };
}

function withoutPlaces(text: string): string {
  return text.replace(/\{(?:subject|message)\}/g, ' ');
}

/** A code block whose fence is longer than any run of backticks inside: mentions and references in it do nothing. */
function fenced(text: string): string {
  if (text === '') return '–';
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text}\n${fence}`;
}
