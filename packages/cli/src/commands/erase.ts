import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { deriveKeys } from '../installation/keys.ts';
import { systemClock } from '../installation/system-clock.ts';
import { type CommandError, usageError } from '../output/command-error.ts';
import { knownConnection } from './known.ts';

const PSEUDONYM = /^[A-Z2-7]{26}$/;

/** Whom to erase: a pseudonym, or a provider's id of a person. */
export interface EraseOptions {
  readonly connection?: string;
  readonly id?: string;
}

/** Removes a person from every table and remembers it, so that a restored backup is cleaned again. */
export async function erase(
  context: CommandContext,
  person: string | undefined,
  options: EraseOptions,
): Promise<number> {
  const { output } = context;
  const byId = options.connection !== undefined && options.id !== undefined;
  if ((person === undefined) === !byId) throw whom();
  if (person !== undefined && !PSEUDONYM.test(person)) throw whom();
  const result = await withStore(context, 'admin', async ({ store, master, config }) => {
    const pseudonym =
      person ?? pseudonymOf(master, knownConnection(config, options.connection ?? ''), options.id ?? '');
    const now = systemClock.now();
    const { rows } = await store.persons.erase(pseudonym, now);
    // the pseudonym itself is what nobody may find again: the entry says only that one was erased
    await store.admin.audit({
      at: now,
      actor: 'cli',
      action: 'person.erase',
      target: 'person',
      detail: `${rows} rows`,
    });
    return { erased: true, rows };
  });
  output.result(result, () => lines(result.rows, output.language));
  return EXIT.ok;
}

function pseudonymOf(master: Uint8Array, connection: string, id: string): string {
  return deriveKeys(master).pseudonym(connection, 'person', id);
}

function lines(rows: number, language: 'de' | 'en'): readonly string[] {
  return language === 'de'
    ? [
        rows === 0 ? 'Von dieser Person stand hier nichts.' : `Person entfernt: ${rows} Zeilen geändert.`,
        'Das gilt auch für wiederhergestellte Sicherungen. Im Helpdesk selbst ist sie dort zu löschen.',
      ]
    : [
        rows === 0 ? 'Nothing of this person stood here.' : `Person removed: ${rows} rows changed.`,
        'This holds for restored backups too. In the helpdesk itself the person is deleted there.',
      ];
}

function whom(): CommandError {
  return usageError({
    de: 'Erwartet wird ein Pseudonym (26 Zeichen) oder --connection NAME --id KENNUNG.',
    en: 'Expected a pseudonym (26 characters) or --connection NAME --id ID.',
  });
}
