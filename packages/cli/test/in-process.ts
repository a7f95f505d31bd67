import { join } from 'node:path';
import type { CommandContext } from '../src/context.ts';
import type { MoreAdapters } from '../src/installation/adapters.ts';
import type { Language } from '../src/output/language.ts';

/** What a command that was called as a function came to. */
export interface Called<T> {
  readonly code: number;
  readonly value: T;
  /** Everything for people, the result included. */
  readonly text: string;
}

/** Calls commands as functions, so that adapters of a test can be given to them. */
export function inProcess(folder: string, more?: MoreAdapters) {
  return async <T>(
    command: (context: CommandContext) => Promise<number>,
    language: Language = 'en',
  ): Promise<Called<T>> => {
    const lines: string[] = [];
    let value: unknown;
    const context: CommandContext = {
      output: {
        language,
        json: false,
        line: (text) => void lines.push(text),
        say: (text) => void lines.push(text[language]),
        result: (given, render) => {
          value = given;
          lines.push(...render());
        },
      },
      env: {},
      config: join(folder, 'stellwerk.yaml'),
      logLevel: 'silent',
      ...(more === undefined ? {} : { more }),
    };
    const code = await command(context);
    return { code, value: value as T, text: lines.join('\n') };
  };
}
