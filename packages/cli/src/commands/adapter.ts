import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { isKnownKind } from '../installation/adapters.ts';
import { type CommandError, usageError } from '../output/command-error.ts';
import { adapterNames, isInWorkspace, skeletonFiles } from './adapter-new/skeleton.ts';

/** Options of `adapter new`. */
export interface NewAdapterOptions {
  /** Folder to write to; left out: the name. */
  readonly to?: string;
}

/** Writes the skeleton of an adapter that meets the contract, with its simulator. Never over files that are there. */
export async function newAdapter(
  { output }: CommandContext,
  name: string,
  { to = name }: NewAdapterOptions,
): Promise<number> {
  const names = adapterNames(name);
  if (names === null || isKnownKind(name)) throw nameRefused(name, names === null);
  const folder = resolve(to);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw notEmpty(to);

  const inWorkspace = isInWorkspace(folder);
  const files = skeletonFiles(names, { inWorkspace, version: version() });
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const written = [...files.keys()];
  const test = inWorkspace
    ? ['npx pnpm@10.34.9 install', `npx vitest run ${to}`]
    : [`cd ${to}`, 'npm install', 'npm test'];
  output.result({ folder, kind: names.kind, files: written, test }, () => [
    ...written.map((path) => `  ${join(to, path)}`),
    output.language === 'de'
      ? `${names.title}: Gerüst geschrieben, es erfüllt den Vertrag schon. Prüfen mit: ${test.join(' && ')}`
      : `${names.title}: skeleton written, it meets the contract already. Check with: ${test.join(' && ')}`,
    output.language === 'de'
      ? `Weiter mit ${join(to, 'README.md')} und docs/writing-an-adapter.md.`
      : `Go on with ${join(to, 'README.md')} and docs/writing-an-adapter.md.`,
  ]);
  return EXIT.ok;
}

function nameRefused(name: string, isMisspelt: boolean): CommandError {
  if (!isMisspelt) {
    return usageError({ de: `Einen Adapter „${name}“ gibt es schon.`, en: `There is an adapter “${name}” already.` });
  }
  return usageError({
    de: `„${name}“ ist kein Name: erwartet werden Kleinbuchstaben, Ziffern und Bindestriche wie acme-desk.`,
    en: `“${name}” is no name: expected lower-case letters, digits and hyphens such as acme-desk.`,
  });
}

function notEmpty(folder: string): CommandError {
  return usageError({
    de: `${folder} ist nicht leer; nichts geschrieben.`,
    en: `${folder} is not empty; nothing written.`,
  });
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
