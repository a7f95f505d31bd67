import type { Text } from '@stellwerk/core';
import { type Language, say } from './language.ts';

/** Where a command prints. With `--json` stdout carries the JSON alone; everything for people goes to stderr. */
export interface Output {
  readonly language: Language;
  readonly json: boolean;
  /** A line for people. */
  line(text: string): void;
  /** A line in the chosen language. */
  say(text: Text): void;
  /** The command's result: JSON on stdout with `--json`, else the lines of `render`. */
  result(value: unknown, render: () => readonly string[]): void;
}

/** Makes the output of one call. */
export function createOutput(options: { readonly language: Language; readonly json: boolean }): Output {
  const { language, json } = options;
  const line = (text: string): void => void (json ? process.stderr : process.stdout).write(`${text}\n`);
  return {
    language,
    json,
    line,
    say: (text) => line(say(language, text)),
    result: (value, render) => {
      if (json) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
      else for (const text of render()) line(text);
    },
  };
}
