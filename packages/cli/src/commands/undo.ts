import type { Text } from '@stellwerk/core';
import type { Change } from '@stellwerk/ports';
import { planObjectUndo, planUndo, sendUndo, type UndoItem, type UndoVerdict, undoObject } from '@stellwerk/runtime';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { confirmed } from '../output/confirm.ts';
import { type ChangeOptions, changeFilter } from './changes.ts';
import { factsText } from './changing/lines.ts';
import { type Changing, withChanging } from './changing/open.ts';
import { settle } from './changing/settle.ts';

/** Options of `undo`. */
export interface UndoOptions extends ChangeOptions {
  readonly yes?: boolean;
}

/** The JSON of `undo`. */
interface Undone {
  readonly changes: readonly {
    readonly id: number;
    readonly ticket: string | null;
    readonly action: string;
    readonly verdict: UndoVerdict;
    /** How it stands now, and how it is to stand. */
    readonly from: Change['after'];
    readonly to: Change['before'];
  }[];
  /** Set on their way now. */
  readonly sent: number;
  readonly left: number;
  /** False where a person said no. */
  readonly changed: boolean;
}

/** Takes changes back: one, or those of a rule or a time span. Refuses where somebody has edited since. */
export async function undoCommand(
  context: CommandContext,
  id: string | undefined,
  options: UndoOptions,
): Promise<number> {
  const { output } = context;
  if (id === undefined && options.rule === undefined && options.since === undefined && options.until === undefined) {
    throw usageError({
      de: 'Erwartet wird eine Änderung (siehe stellwerk changes), --rule, --since oder --until.',
      en: 'Expected a change (see stellwerk changes), --rule, --since or --until.',
    });
  }
  const result = await withChanging(context, (changing) => undo(context, changing, id, options));
  const refused = result.changes.some(({ verdict }) => verdict !== 'undo' && verdict !== 'undone');
  output.result(result, () => [endLine(result)[output.language]]);
  return result.changed && (id === undefined || !refused) ? EXIT.ok : EXIT.failed;
}

async function undo(
  { output }: CommandContext,
  changing: Changing,
  id: string | undefined,
  options: UndoOptions,
): Promise<Undone> {
  const { deps, config } = changing;
  const found = await chosen(changing, id, options, config.policy.input.locale.timezone);
  const objects = await Promise.all(found.filter(isObject).map((change) => planObjectUndo(deps, change)));
  const items = [
    ...(await planUndo(
      deps,
      found.filter((change) => !isObject(change)),
    )),
    ...objects,
  ];
  for (const item of items) output.line(itemLine(item)[output.language]);
  const wanted = items.filter(({ verdict }) => verdict === 'undo');
  const changes = items.map(({ change, verdict }) => ({
    id: change.id,
    ticket: change.lane,
    action: change.action,
    verdict,
    from: change.after,
    to: change.before,
  }));
  const question = { de: `${wanted.length} zurücknehmen?`, en: `Take ${wanted.length} back?` };
  if (wanted.length > 0 && !options.yes && !(await confirmed(question, output.language)))
    return { changes, sent: 0, left: 0, changed: false };
  const removed = objects.filter(({ verdict }) => verdict === 'undo');
  for (const object of removed) await undoObject(deps, object);
  const written = await sendUndo(
    deps,
    items.filter((item): item is UndoItem => 'write' in item),
  );
  const sent = written + removed.length;
  const left = written === 0 ? 0 : await settle(changing, [...new Set(wanted.map(({ change }) => change.connection))]);
  return { changes, sent, left, changed: true };
}

async function chosen(
  { deps }: Changing,
  id: string | undefined,
  options: UndoOptions,
  timeZone: string,
): Promise<readonly Change[]> {
  const { changes } = deps.store;
  if (id !== undefined) {
    const change = /^\d+$/.test(id) ? await changes.get(Number(id)) : null;
    if (change) return [change];
    throw new CommandError('CHANGE_UNKNOWN', { de: `Es gibt keine Änderung ${id}.`, en: `There is no change ${id}.` });
  }
  const filter = changeFilter(options, timeZone);
  const found: Change[] = [];
  let page = await changes.list(filter);
  while (page.length > 0) {
    found.push(...page);
    page = page.length < filter.limit ? [] : await changes.list({ ...filter, beforeId: page.at(-1)?.id ?? 0 });
  }
  // what was taken back, and the taking back itself, is over; objects go one by one, by their id, or by uninstall
  return found.filter((each) => !isObject(each) && each.undoneBy === null && each.undoOf === null);
}

const isObject = ({ kind }: Change): boolean => kind === 'object';

const VERDICTS: Readonly<Record<Exclude<UndoVerdict, 'undo'>, Text>> = {
  undone: { de: 'schon zurückgenommen', en: 'taken back already' },
  cannot_be_undone: {
    de: 'lässt sich nicht zurücknehmen (Notiz, Nachricht, Status, Issue, oder was beim Anbieter nur geändert wurde)',
    en: 'cannot be taken back (note, message, status, issue, or what was only changed at the provider)',
  },
  before_unknown: { de: 'der Stand davor ist nicht bekannt', en: 'how it stood before is not known' },
  edited_since: { de: 'seitdem von jemandem geändert', en: 'edited by somebody since' },
  changed_again: {
    de: 'seitdem von uns erneut geändert: die spätere zuerst',
    en: 'changed again by us since: the later one first',
  },
  ticket_gone: { de: 'das Ticket gibt es nicht mehr', en: 'the ticket is gone' },
};

function itemLine({ change, verdict }: Pick<UndoItem, 'change' | 'verdict'>): Text {
  const { id, lane, key, connection, action, before, after } = change;
  const what = `${id}  ${lane ?? `${connection} ${key}`}  ${action}`;
  if (verdict === 'undo') {
    const back = `↩ ${what}${isObject(change) ? '' : `  ${factsText(after, before)}`}`;
    return { de: back, en: back };
  }
  return { de: `✗ ${what}: ${VERDICTS[verdict].de}`, en: `✗ ${what}: ${VERDICTS[verdict].en}` };
}

function endLine({ changed, sent, left, changes }: Undone): Text {
  if (!changed) return { de: 'Nichts geändert.', en: 'Nothing changed.' };
  const kept = changes.filter(({ verdict }) => verdict !== 'undo').length;
  return {
    de: `${sent} zurückgenommen, ${kept} belassen.${left > 0 ? ` ${left} warten noch: serve sendet sie.` : ''}`,
    en: `${sent} taken back, ${kept} left as they are.${left > 0 ? ` ${left} still wait: serve sends them.` : ''}`,
  };
}
