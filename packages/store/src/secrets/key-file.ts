import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ConfigError } from '@stellwerk/ports';

/** Where the key comes from: a file of ours, or a value that the admin passes in from the environment. */
export type KeySource = { readonly keyFile: string } | { readonly key: string };

/** Reads the key; makes the file with mode 0600 on first start, unless the database already belongs to a key. */
export function loadKey(source: KeySource, sealedBy: string | null): Uint8Array {
  if ('key' in source) return parseKey(source.key, 'store.key');
  const { keyFile } = source;
  if (existsSync(keyFile)) return readKeyFile(keyFile);
  if (sealedBy !== null) {
    throw new ConfigError('store.keyFile', {
      de: `${keyFile} fehlt, die Datenbank ist aber mit dem Schlüssel ${sealedBy} versiegelt. Die mit der Sicherung aufbewahrte Schlüsseldatei zurücklegen; eine neue könnte nichts öffnen.`,
      en: `${keyFile} is missing, but this database was sealed with key ${sealedBy}. Put back the key file that was kept with the backup; a new one could not open what is stored.`,
    });
  }
  const key = randomBytes(32);
  writeFileSync(keyFile, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

function readKeyFile(path: string): Uint8Array {
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError('store.keyFile', {
      de: `${path} ist für andere lesbar: \`chmod 600 ${path}\` ausführen`,
      en: `${path} can be read by others: run \`chmod 600 ${path}\``,
    });
  }
  return parseKey(readFileSync(path, 'utf8'), 'store.keyFile');
}

/** 32 bytes as 64 hex digits or as base64. */
function parseKey(text: string, path: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== 32)
    throw new ConfigError(path, `expected 32 bytes as base64 or 64 hex digits, found ${key.length}`);
  return key;
}
