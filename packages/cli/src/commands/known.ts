import { nearest, type Text, WRITE_CLASSES, type WriteClass } from '@stellwerk/core';
import { factoryOf, type MoreAdapters } from '../installation/adapters.ts';
import type { LoadedConfig } from '../installation/config.ts';
import { usageError } from '../output/command-error.ts';

/** The connection if the policy file has it (or one of `also`). Throws CommandError (exit 2) with the nearest name. */
export function knownConnection({ policy }: LoadedConfig, name: string, also: readonly string[] = []): string {
  const known = [...Object.keys(policy.input.connections), ...also];
  if (known.includes(name)) return name;
  throw usageError(unknown(name, known, { de: 'Es gibt keine Verbindung', en: 'There is no connection' }));
}

/** Those of the connections that something can be written to; a history from a file takes nothing. */
export async function writableOf(
  { policy }: LoadedConfig,
  names: readonly string[],
  more?: MoreAdapters,
): Promise<readonly string[]> {
  const writable: string[] = [];
  for (const name of names) {
    const kind = policy.input.connections[name]?.kind;
    const known = kind === undefined ? null : await factoryOf(kind, `connections.${name}.kind`, more);
    if (known?.factory.manifest.capabilities.writes?.value !== false) writable.push(name);
  }
  return writable;
}

/** Throws CommandError (exit 2) for a connection that nothing can be written to. */
export async function mustBeWritable(config: LoadedConfig, name: string, more?: MoreAdapters): Promise<void> {
  if ((await writableOf(config, [name], more)).length > 0) return;
  throw usageError({
    de: `${name} ist eine Historie aus Dateien: geschrieben wird dort nichts.`,
    en: `${name} is a history from files: nothing is written there.`,
  });
}

/** Reads `tags,notes`; all classes when left out. Throws CommandError (exit 2) with the nearest name. */
export function writeClasses(text: string | undefined): readonly WriteClass[] {
  if (text === undefined) return WRITE_CLASSES;
  return text.split(',').map((each) => {
    const found = WRITE_CLASSES.find((known) => known === each.trim());
    if (found) return found;
    throw usageError(
      unknown(each.trim(), WRITE_CLASSES, { de: 'Es gibt keine Schreibklasse', en: 'There is no write class' }),
    );
  });
}

/** “There is no … “x”; did you mean y?”, or the names there are. */
export function unknown(name: string, known: readonly string[], what: Text): Text {
  const meant = nearest(name, known);
  const list = known.join(', ') || '–';
  return {
    de: `${what.de} „${name}“. ${meant === null ? `Bekannt: ${list}.` : `Meinten Sie ${meant}?`}`,
    en: `${what.en} “${name}”. ${meant === null ? `Known: ${list}.` : `Did you mean ${meant}?`}`,
  };
}
