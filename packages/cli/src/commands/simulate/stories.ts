import { existsSync, readFileSync } from 'node:fs';
import { type EventLineIssue, type LaneEvent, readEventLines } from '@stellwerk/core';
import { type CommandContext, withStore } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { CommandError } from '../../output/command-error.ts';
import type { Language } from '../../output/language.ts';

const PAGE = 500;

/** Reads the file; refuses it as a whole, each finding with its line, when one line is wrong. */
export function eventsOf(file: string): readonly LaneEvent[] {
  if (!existsSync(file)) {
    throw new CommandError('FILE_MISSING', { de: `${file} gibt es nicht.`, en: `There is no ${file}.` }, EXIT.config);
  }
  const { events, issues } = readEventLines(readFileSync(file, 'utf8'));
  if (issues.length === 0) return events;
  throw unreadable(file, issues);
}

/** The events ticket by ticket, sorted by connection and id. */
export function storiesOf(events: readonly LaneEvent[]): readonly (readonly LaneEvent[])[] {
  const byTicket = Map.groupBy(events, ({ connection, ticket }) => `${connection}:ticket:${ticket}`);
  return [...byTicket].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })).map(([, story]) => story);
}

/** The stored stories one after the other; only read. Tickets that were finished before `from` are left out. */
export async function* storedStories(
  context: CommandContext,
  { from }: { readonly from: number | null },
): AsyncGenerator<readonly LaneEvent[]> {
  for (let after = 0; ; ) {
    const page = await withStore(context, 'read', async ({ store }) => {
      const lanes = await store.lanes.list({ limit: PAGE, after });
      const stories: (readonly LaneEvent[])[] = [];
      for (const { key, connection, ticketId: ticket, finishedAt } of lanes) {
        if (from !== null && finishedAt !== null && finishedAt < from) continue;
        const events = await store.lanes.events(key);
        if (events.length > 0) stories.push(events.map((event) => ({ ...event, connection, ticket })));
      }
      return { stories, last: lanes.length < PAGE ? undefined : lanes.at(-1) };
    });
    yield* page.stories;
    if (!page.last) return;
    after = page.last.id;
  }
}

function issueText({ line, path, text, nearest }: EventLineIssue, file: string, language: Language): string {
  const meant = language === 'de' ? 'Gemeint' : 'Did you mean';
  const near = nearest === null ? '' : ` (${meant}: ${nearest}?)`;
  return `${[`${file}:${line}`, ...path].join(': ')}: ${text[language]}${near}`;
}

function unreadable(file: string, issues: readonly EventLineIssue[]): CommandError {
  const lines = (language: Language): string => issues.map((each) => `  ${issueText(each, file, language)}`).join('\n');
  return new CommandError(
    'EVENTS_UNREADABLE',
    {
      de: `${issues.length} Fehler in der Ereignisdatei:\n${lines('de')}`,
      en: `${issues.length} error(s) in the event file:\n${lines('en')}`,
    },
    EXIT.config,
  );
}
