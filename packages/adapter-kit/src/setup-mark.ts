/** Text in a note or description by which an object is known as this connection's, whatever people rename it to. */
export function setupMark(connection: string): string {
  return `stellwerk:${connection}`;
}

/** Whether a stored text carries the mark of this connection, as a word of its own. */
export function hasSetupMark(text: string | null | undefined, connection: string): boolean {
  return (text ?? '').split(/[\s()[\],;]+/).some((word) => word.replace(/\.$/, '') === setupMark(connection));
}
