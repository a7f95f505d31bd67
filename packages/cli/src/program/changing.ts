import { applyCommand } from '../commands/apply.ts';
import { type ChangeOptions, listChanges } from '../commands/changes.ts';
import { type PlanOptions, planCommand } from '../commands/plan.ts';
import { type UndoOptions, undoCommand } from '../commands/undo.ts';
import { type UninstallOptions, uninstall } from '../commands/uninstall.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const WHICH: readonly OptionSpec[] = [
  { flags: '--connection <name>', text: { de: 'nur dieser Verbindung', en: 'only of this connection' } },
  { flags: '--rule <rule>', text: { de: 'nur dieser Regel', en: 'only of this rule' } },
  {
    flags: '--since <when>',
    text: { de: 'nur seitdem: 2h, Datum, Zeitpunkt', en: 'only since then: 2h, a date, an instant' },
  },
  {
    flags: '--until <when>',
    text: { de: 'nur davor: 2h, Datum, Zeitpunkt', en: 'only before: 2h, a date, an instant' },
  },
];
const YES: OptionSpec = { flags: '-y, --yes', text: { de: 'ohne Rückfrage', en: 'do not ask' } };

/** Commands that change something at the providers, each after it was seen. */
export const CHANGING: readonly CommandSpec[] = [
  {
    usage: 'plan [connection]',
    text: {
      de: 'zeigt alles, was beim Anbieter und an Tickets geändert würde; ändert dort nichts',
      en: 'show everything that would be changed at the provider and on tickets; changes nothing there',
    },
    options: [
      {
        flags: '--live <names>',
        text: {
          de: 'Schreibklassen, die live gehen sollen, mit Komma',
          en: 'write classes that are to go live, comma separated',
        },
      },
    ],
    example: 'plan zammad --live tags,notes',
    run: (context: CommandContext, name: string | undefined, options: PlanOptions) =>
      planCommand(context, name, options),
  },
  {
    usage: 'apply <plan>',
    text: {
      de: 'führt einen gesehenen Plan aus; ein veralteter wird abgelehnt, ein abgebrochener fortgesetzt',
      en: 'carry out a plan that was seen; a stale one is refused, an interrupted one gone on with',
    },
    example: 'apply k7mx2qpa',
    run: (context: CommandContext, id: string) => applyCommand(context, id),
  },
  {
    usage: 'changes',
    text: {
      de: 'alles, was außerhalb geändert wurde, das Neueste zuerst',
      en: 'everything that was changed outside, newest first',
    },
    options: WHICH,
    example: 'changes --since 1d',
    run: (context: CommandContext, options: ChangeOptions) => listChanges(context, options),
  },
  {
    usage: 'undo [change]',
    text: {
      de: 'nimmt Stufe, Tags, Gruppe und Priorität zurück, wo sie seitdem niemand geändert hat',
      en: 'take back tier, tags, group and priority where nobody has edited them since',
    },
    options: [...WHICH, YES],
    example: 'undo --rule bugs-to-t2 --since 2h',
    run: (context: CommandContext, id: string | undefined, options: UndoOptions) => undoCommand(context, id, options),
  },
  {
    usage: 'uninstall [connection]',
    text: {
      de: 'plant und entfernt alles, was beim Anbieter von Stellwerk ist',
      en: 'plan and take away everything of Stellwerk at the provider',
    },
    options: [
      {
        flags: '--keep-tickets',
        text: { de: 'lässt Stufen und Tags an Tickets stehen', en: 'leave tiers and tags on tickets' },
      },
      YES,
    ],
    example: 'uninstall zammad',
    run: (context: CommandContext, name: string | undefined, options: UninstallOptions) =>
      uninstall(context, name, options),
  },
];
