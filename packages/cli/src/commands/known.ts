import { nearest, type Text, WRITE_CLASSES, type WriteClass } from '@stellwerk/core';
import type { LoadedConfig } from '../installation/config.ts';
import { usageError } from '../output/command-error.ts';

/** The connection if the policy file has it (or one of `also`). Throws CommandError (exit 2) with the nearest name. */
export function knownConnection({ policy }: LoadedConfig, name: string, also: readonly string[] = []): string {
  const known = [...Object.keys(policy.input.connections), ...also];
  if (known.includes(name)) return name;
  throw usageError(unknown(name, known, { de: 'Es gibt keine Verbindung', en: 'There is no connection' }));
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
