/** A place in a file, counted from 1 as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Names a place for people and for terminals that make it a link: `stellwerk.yaml:12:3`. */
export function placeText(fileName: string, { line, column }: Position): string {
  return `${fileName}:${line}:${column}`;
}
