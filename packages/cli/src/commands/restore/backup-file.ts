import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CommandError } from '../../output/command-error.ts';

/** Refuses a file that is no intact backup of ours, before anything is touched. */
export function checkBackup(path: string): void {
  if (!existsSync(path)) {
    throw new CommandError('BACKUP_MISSING', { de: `${path} gibt es nicht.`, en: `There is no ${path}.` });
  }
  if (!isIntact(path)) {
    throw new CommandError('BACKUP_UNUSABLE', {
      de: `${path} ist keine unversehrte Sicherung von Stellwerk.`,
      en: `${path} is no intact backup of Stellwerk.`,
    });
  }
}

function isIntact(path: string): boolean {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    const check = db.prepare('pragma quick_check(1)').get();
    const ours = db.prepare("select 1 from meta where name = 'sealed_by'").get();
    return check?.quick_check === 'ok' && ours !== undefined;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}
