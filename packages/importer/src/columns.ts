import { issue, nearest, type PolicyIssue } from '@stellwerk/core';
import type { Cells, Mapping } from './mapping/mapping.ts';

/** Columns that the mapping names and a header lacks, each with the nearest there is. */
export function missingColumns({ columns, input }: Mapping, header: readonly string[]): readonly PolicyIssue[] {
  const known = new Set(header);
  const missing = [...columns].filter(([name]) => !known.has(name));
  return missing.map(([name, path]) => {
    const meant = nearest(name, header);
    const list = header.slice(0, 20).join(', ');
    const one = header.length === 1 ? oneColumn(input.format.delimiter) : { de: '', en: '' };
    return issue(
      path,
      {
        de: `die Datei hat keine Spalte „${name}“; ${meant ? `gemeint ist wohl „${meant}“` : `sie hat: ${list}`}${one.de}`,
        en: `the file has no column “${name}”; ${meant ? `did you mean “${meant}”?` : `it has: ${list}`}${one.en}`,
      },
      { nearest: meant },
    );
  });
}

function oneColumn(delimiter: string) {
  return {
    de: ` (nur eine Spalte: trennt „${delimiter}“ die Felder? sonst \`format: { delimiter: ";" }\`)`,
    en: ` (one column only: are fields separated by “${delimiter}”? if not, \`format: { delimiter: ";" }\`)`,
  };
}

/** Notes which columns stood in some row: a file without a header tells no other way. */
export function watchColumns({ columns }: Mapping) {
  const unseen = new Set(columns.keys());
  return {
    see(cells: Cells): void {
      for (const name of unseen) if (cells(name) !== undefined) unseen.delete(name);
    },
    unseen: (): readonly string[] => [...unseen],
  };
}
