import { StellwerkError } from '@stellwerk/core';

/** An error for the tables and the log: our own with code and text, others by name only, since their text may hold anything. */
export function errorText(error: unknown): string {
  if (error instanceof StellwerkError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `UNEXPECTED: ${error.name}` : 'UNEXPECTED';
}
