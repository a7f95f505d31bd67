import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, type Erasure } from '@stellwerk/ports';
import { openSqliteStore } from '@stellwerk/store';
import { databasePath, keySource, postgresUrl } from '../compose.ts';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type LoadedConfig, loadConfig } from '../installation/config.ts';
import { systemClock } from '../installation/system-clock.ts';
import { CommandError } from '../output/command-error.ts';
import { checkBackup } from './restore/backup-file.ts';

/** Options of `restore`. */
export interface RestoreOptions {
  readonly force?: boolean;
  readonly key?: string;
}

/** Puts a backup in the place of the database. Persons erased since it was made are erased in it again. */
export async function restore(context: CommandContext, file: string, options: RestoreOptions): Promise<number> {
  const { output, env } = context;
  const config = loadConfig(context.config);
  if (postgresUrl(config, env) !== null) throw notSqlite();
  const source = resolve(file);
  const target = databasePath(config.folder);
  checkBackup(source);
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const existed = existsSync(target);
  if (existed && !options.force) throw standing(target);
  const placedKey = placeKey(context, config, options.key);
  try {
    if (existed) await refuseWhileServed(target, context, config);
    const erased = existed ? await erasedIn(target, context, config) : [];
    const erasedAgain = await prepare(context, config, { source, target, erased });
    output.result({ restored: target, from: source, erasedAgain }, () => lines(target, erasedAgain, output.language));
    return EXIT.ok;
  } catch (error) {
    if (placedKey !== null) rmSync(placedKey);
    throw error;
  }
}

/** Makes sure that there is a key; copies the one given into its place and returns its path. Never over another one. */
function placeKey({ env }: CommandContext, { folder }: LoadedConfig, given: string | undefined): string | null {
  const key = keySource(folder, env);
  if (!('keyFile' in key) || existsSync(key.keyFile)) return null;
  if (given === undefined || !existsSync(given)) throw keyMissing(given ?? key.keyFile);
  copyFileSync(given, key.keyFile);
  chmodSync(key.keyFile, 0o600);
  return key.keyFile;
}

/** Takes the lock of the file for a moment: a running `serve` has it. A file that cannot be opened is not in use. */
async function refuseWhileServed(target: string, { env }: CommandContext, { folder }: LoadedConfig): Promise<void> {
  try {
    const store = await openSqliteStore({ ...keySource(folder, env), path: target, clock: systemClock });
    await store.close();
  } catch (error) {
    if (error instanceof ConfigError && error.path === 'store.path') throw error;
  }
}

/** Persons erased according to the database that is to be replaced. */
async function erasedIn(path: string, { env }: CommandContext, { folder }: LoadedConfig): Promise<readonly Erasure[]> {
  const store = await openSqliteStore({ ...keySource(folder, env), path, clock: systemClock, access: 'read' });
  try {
    return await store.persons.erasures();
  } finally {
    await store.close();
  }
}

/** Works on a copy and changes names at the end, so that a failure on the way leaves everything as it was. */
async function prepare(
  { env }: CommandContext,
  { folder }: LoadedConfig,
  { source, target, erased }: { source: string; target: string; erased: readonly Erasure[] },
): Promise<number> {
  const copy = `${target}.restoring`;
  removeDatabase(copy);
  try {
    copyFileSync(source, copy);
    chmodSync(copy, 0o600);
    const store = await openSqliteStore({ ...keySource(folder, env), path: copy, clock: systemClock, access: 'admin' });
    let erasedAgain = 0;
    try {
      await store.migrate();
      erasedAgain = await store.persons.eraseAgain(erased, systemClock.now());
    } finally {
      await store.close();
    }
    removeDatabase(target);
    renameSync(copy, target);
    return erasedAgain;
  } finally {
    removeDatabase(copy);
  }
}

function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
}

function standing(target: string): CommandError {
  return new CommandError('DATABASE_EXISTS', {
    de: `Es gibt schon eine Datenbank ${target}. --force ersetzt sie (vorher sichern: stellwerk backup DATEI).`,
    en: `There is a database ${target} already. --force replaces it (back it up first: stellwerk backup FILE).`,
  });
}

function keyMissing(path: string): CommandError {
  return new CommandError(
    'KEY_MISSING',
    {
      de: `Der Schlüssel ${path} fehlt; ohne ihn lässt sich die Sicherung nicht öffnen. \`stellwerk backup\` hat ihn beim Sichern genannt: mit --key DATEI angeben.`,
      en: `The key ${path} is missing; without it the backup cannot be opened. \`stellwerk backup\` named it when it was made: give it with --key FILE.`,
    },
    EXIT.config,
  );
}

function notSqlite(): CommandError {
  return new CommandError('NOT_SQLITE', {
    de: 'PostgreSQL wird mit seinen eigenen Werkzeugen gesichert und wiederhergestellt: pg_dump und pg_restore, dazu die Schlüsseldatei.',
    en: 'PostgreSQL is backed up and restored with its own tools: pg_dump and pg_restore, and the key file with them.',
  });
}

function lines(target: string, erasedAgain: number, language: 'de' | 'en'): readonly string[] {
  return language === 'de'
    ? [
        `Wiederhergestellt: ${target}`,
        ...(erasedAgain > 0 ? [`Erneut entfernte Personen: ${erasedAgain}`] : []),
        'Was seit der Sicherung geschah, holt `stellwerk backfill` zurück.',
      ]
    : [
        `Restored: ${target}`,
        ...(erasedAgain > 0 ? [`Persons erased again: ${erasedAgain}`] : []),
        'What happened since the backup comes back with `stellwerk backfill`.',
      ];
}
