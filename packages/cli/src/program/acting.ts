import { backup } from '../commands/backup.ts';
import { listDeadLetters } from '../commands/dead-letters.ts';
import { type EraseOptions, erase } from '../commands/erase.ts';
import { type LiveOptions, live, shadow } from '../commands/live.ts';
import { listProposals, resolveProposal } from '../commands/proposals.ts';
import { rebuildCommand } from '../commands/rebuild.ts';
import { replay } from '../commands/replay.ts';
import { type RestoreOptions, restore } from '../commands/restore.ts';
import type { CommandContext } from '../context.ts';
import type { CommandSpec, OptionSpec } from './command-spec.ts';

const CLASSES: OptionSpec = {
  flags: '--class <names>',
  text: {
    de: 'Schreibklassen, mit Komma: tags, notes, assignment, notifications, issues (sonst alle)',
    en: 'write classes, comma separated: tags, notes, assignment, notifications, issues (else all)',
  },
};

/** Commands by which a person decides. */
const DECIDING: readonly CommandSpec[] = [
  {
    usage: 'proposals list',
    text: { de: 'was die Regeln wollten und noch offen ist', en: 'what the rules wanted and nobody has decided on' },
    options: [{ flags: '--connection <name>', text: { de: 'nur dieser Verbindung', en: 'only of this connection' } }],
    isDefault: true,
    example: 'proposals',
    run: (context: CommandContext, options: { connection?: string }) => listProposals(context, options),
  },
  {
    usage: 'proposals accept <id>',
    text: { de: 'nimmt einen Vorschlag an: er wird gesendet', en: 'accept a proposal: it is sent' },
    example: 'proposals accept 12',
    run: (context: CommandContext, id: string) => resolveProposal(context, 'accept', id),
  },
  {
    usage: 'proposals dismiss <id>',
    text: { de: 'verwirft einen Vorschlag', en: 'dismiss a proposal' },
    example: 'proposals dismiss 12',
    run: (context: CommandContext, id: string) => resolveProposal(context, 'dismiss', id),
  },
  {
    usage: 'live <connection>',
    text: { de: 'schaltet Schreibklassen live, nach einer Vorschau', en: 'make write classes live, after a preview' },
    options: [
      CLASSES,
      {
        flags: '--send-standing',
        text: {
          de: 'schreibt Stufe, Tags und Gruppe auch an offene Tickets, die davon abweichen',
          en: 'also write tier, tags and group to open tickets that differ',
        },
      },
      { flags: '-y, --yes', text: { de: 'ohne Rückfrage', en: 'do not ask' } },
    ],
    example: 'live zammad --class tags,notes',
    run: (context: CommandContext, name: string, options: LiveOptions) => live(context, name, options),
  },
  {
    usage: 'shadow <connection>',
    text: { de: 'stellt Schreibklassen zurück in den Schatten', en: 'put write classes back into shadow' },
    options: [CLASSES],
    example: 'shadow zammad --class notes',
    run: (context: CommandContext, name: string, options: { class?: string }) => shadow(context, name, options),
  },
];

/** Commands that mend and keep. */
const KEEPING: readonly CommandSpec[] = [
  {
    usage: 'deadletters',
    text: { de: 'Ereignisse und Wirkungen, die aufgegeben wurden', en: 'events and effects that were given up' },
    example: 'deadletters --json',
    run: (context: CommandContext) => listDeadLetters(context),
  },
  {
    usage: 'replay [id]',
    text: { de: 'reiht Aufgegebenes wieder ein', en: 'put what was given up back to work' },
    options: [
      { flags: '--all', text: { de: 'alles', en: 'all of it' } },
      { flags: '--rate <rate>', text: { de: 'wie schnell mit --all', en: 'how fast with --all' }, default: '10/s' },
    ],
    example: 'replay --all --rate 10/s',
    run: (context: CommandContext, id: string | undefined, options: { all?: boolean; rate: string }) =>
      replay(context, id, options),
  },
  {
    usage: 'rebuild',
    text: {
      de: 'rechnet Tickets aus ihren Ereignissen neu und meldet Abweichungen',
      en: 'fold tickets anew from their events and report differences',
    },
    options: [{ flags: '--ticket <ticket>', text: { de: 'nur dieses', en: 'only this one' } }],
    example: 'rebuild --ticket zammad:12',
    run: (context: CommandContext, options: { ticket?: string }) => rebuildCommand(context, options),
  },
  {
    usage: 'backup <file>',
    text: { de: 'sichert die SQLite-Datenbank im laufenden Betrieb', en: 'back up the SQLite database while it runs' },
    example: 'backup /backup/stellwerk-2026-11-24.db',
    run: (context: CommandContext, file: string) => backup(context, file),
  },
  {
    usage: 'restore <file>',
    text: { de: 'stellt eine Sicherung wieder her', en: 'restore a backup' },
    options: [
      { flags: '--key <file>', text: { de: 'Schlüsseldatei zur Sicherung', en: 'key file of the backup' } },
      { flags: '--force', text: { de: 'ersetzt eine bestehende Datenbank', en: 'replace an existing database' } },
    ],
    example: 'restore /backup/stellwerk-2026-11-24.db --key /safe/master.key',
    run: (context: CommandContext, file: string, options: RestoreOptions) => restore(context, file, options),
  },
  {
    usage: 'erase [person]',
    text: { de: 'entfernt eine Person überall', en: 'remove a person everywhere' },
    options: [
      {
        flags: '--connection <name>',
        text: { de: 'Verbindung, deren Kennung --id ist', en: 'connection that --id belongs to' },
      },
      { flags: '--id <id>', text: { de: 'Kennung der Person im Helpdesk', en: "the person's id in the helpdesk" } },
    ],
    example: 'erase --connection zammad --id 17',
    run: (context: CommandContext, person: string | undefined, options: EraseOptions) =>
      erase(context, person, options),
  },
];

/** Commands that change something. */
export const ACTING: readonly CommandSpec[] = [...DECIDING, ...KEEPING];
