import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keySource } from '../compose.ts';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';
import { usageError } from '../output/command-error.ts';

/** Copies the SQLite database while it runs, and names the key without which the copy cannot be opened. */
export async function backup(context: CommandContext, file: string): Promise<number> {
  const { output, env } = context;
  const path = resolve(file);
  if (existsSync(path)) {
    throw usageError({
      de: `${path} gibt es schon; nichts überschrieben.`,
      en: `${path} exists already; nothing was overwritten.`,
    });
  }
  const keyFile = await withStore(context, 'admin', async ({ store, config }) => {
    if (store.dialect === 'sqlite') writeFileSync(path, '', { mode: 0o600, flag: 'wx' }); // only ours from the first byte on
    await store.admin.backup(path);
    await store.admin.audit({
      at: systemClock.now(),
      actor: 'cli',
      action: 'store.backup',
      target: 'store',
      detail: null,
    });
    const key = keySource(config.folder, env);
    return 'keyFile' in key ? key.keyFile : null;
  });
  output.result({ backup: path, keyFile }, () => [
    output.language === 'de' ? `Gesichert: ${path}` : `Backed up: ${path}`,
    output.language === 'de' ? keyTextDe(keyFile) : keyTextEn(keyFile),
  ]);
  return EXIT.ok;
}

function keyTextDe(keyFile: string | null): string {
  return keyFile === null
    ? 'Der Schlüssel kommt aus STELLWERK_KEY: getrennt aufbewahren, ohne ihn lässt sich die Sicherung nicht öffnen.'
    : `Dazu gehört der Schlüssel ${keyFile}: getrennt aufbewahren, ohne ihn lässt sich die Sicherung nicht öffnen.`;
}

function keyTextEn(keyFile: string | null): string {
  return keyFile === null
    ? 'The key comes from STELLWERK_KEY: keep it elsewhere, without it the backup cannot be opened.'
    : `It needs the key ${keyFile}: keep that elsewhere, without it the backup cannot be opened.`;
}
