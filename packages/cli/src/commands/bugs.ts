import { hitsText, localTime, type RenderOptions } from '@stellwerk/core';
import { type FixedBug, fixedBugs, type IssuePreview, previewIssue } from '@stellwerk/runtime';
import { type CommandContext, withInstallation, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { CommandError } from '../output/command-error.ts';
import { table } from '../output/table.ts';
import { effectId } from './ids.ts';

/** A row of the queue. Instants are epoch ms. */
interface FixedRow {
  readonly ticket: string;
  readonly number: string;
  readonly plan: string;
  readonly issue: string;
  readonly fixedAt: number | null;
  readonly releasedAt: number | null;
  readonly cause: string | null;
}

/** The tickets whose bug is fixed and whose customer has not been told. */
export async function listFixedBugs(context: CommandContext): Promise<number> {
  const { output } = context;
  const { rows, timeZone } = await withStore(context, 'read', async ({ store, config }) => ({
    rows: (await fixedBugs(store)).map(rowOf),
    timeZone: config.policy.input.locale.timezone,
  }));
  output.result({ fixedNotTold: rows }, () => fixedLines(rows, { language: output.language, timeZone }));
  return EXIT.ok;
}

function rowOf({ lane, number, plan, issue, fixedAt, releasedAt, cause }: FixedBug): FixedRow {
  return { ticket: `${lane.connection}:${lane.ticketId}`, number, plan, issue, fixedAt, releasedAt, cause };
}

function fixedLines(rows: readonly FixedRow[], options: RenderOptions): readonly string[] {
  const german = options.language === 'de';
  if (rows.length === 0) {
    return [
      german
        ? 'Kein Kunde wartet auf die Nachricht, dass sein Fehler behoben ist.'
        : 'No customer waits to hear that their bug is fixed.',
    ];
  }
  const heads = german
    ? ['Ticket', 'Nummer', 'Vertrag', 'Issue', 'behoben', 'ausgeliefert', 'Ursache']
    : ['ticket', 'number', 'plan', 'issue', 'fixed', 'released', 'cause'];
  const time = (instant: number | null): string => (instant === null ? '–' : localTime(instant, options));
  return [
    german ? `Behoben, Kunde weiß es noch nicht: ${rows.length}` : `Fixed, customer not told: ${rows.length}`,
    ...table(
      heads,
      rows.map((row) => [
        row.ticket,
        row.number,
        row.plan,
        row.issue,
        time(row.fixedAt),
        time(row.releasedAt),
        row.cause ?? '–',
      ]),
    ),
  ];
}

/** Shows an issue as it would leave now: masked, with what was found in it and which of ours is like it. Sends nothing. */
export async function previewBug(context: CommandContext, text: string): Promise<number> {
  const { output } = context;
  const id = effectId(text);
  const preview = await withInstallation(context, 'admin', ({ runtime }) => previewIssue(runtime, id));
  if (!preview) {
    throw new CommandError('PROPOSAL_UNKNOWN', {
      de: `${id} ist kein Vorschlag für ein Issue; die Ids stehen in \`stellwerk proposals list\`.`,
      en: `${id} is no proposal of an issue; the ids are in \`stellwerk proposals list\`.`,
    });
  }
  output.result(preview, () => previewLines(preview, output.language));
  return EXIT.ok;
}

const FOLLOWS = {
  send: { de: 'ginge so hinaus', en: 'would go out like this' },
  hold: {
    de: 'wartet auf eine Person: `stellwerk proposals accept`',
    en: 'waits for a person: `stellwerk proposals accept`',
  },
  link: { de: 'würde mit dem ähnlichen Issue verknüpft', en: 'would be linked to the similar issue' },
} as const;

function previewLines(
  { title, body, labels, hits, verdict, best }: IssuePreview,
  language: 'de' | 'en',
): readonly string[] {
  const german = language === 'de';
  const none = german ? 'keine' : 'none';
  return [
    title,
    ...body.split('\n').map((line) => `  | ${line}`),
    `${german ? 'Labels' : 'labels'}: ${labels.join(', ') || none}`,
    `${german ? 'geschwärzt' : 'masked'}: ${hitsText(hits, language) || none}`,
    `${german ? 'ähnlichstes offenes Issue' : 'most similar open issue'}: ${best === null ? none : `${best.issue}, ${Math.round(best.score * 100)} % (${best.shared.join(', ')})`}`,
    FOLLOWS[verdict][language],
  ];
}
