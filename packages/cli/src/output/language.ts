import type { Text } from '@stellwerk/core';

export type Language = 'de' | 'en';

/** The language of what is printed: `--lang`, else LC_ALL, LC_MESSAGES or LANG, else English. */
export function languageOf(flag: string | undefined, env: NodeJS.ProcessEnv): Language {
  const wanted = flag ?? env.LC_ALL ?? env.LC_MESSAGES ?? env.LANG ?? 'en';
  return wanted.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** One of the two. */
export function say(language: Language, text: Text): string {
  return text[language];
}

/** The language asked for on a command line that may not have been understood: `--lang de` or `--lang=de`. */
export function languageFlag(argv: readonly string[]): string | undefined {
  const joined = argv.find((each) => each.startsWith('--lang='));
  if (joined !== undefined) return joined.slice('--lang='.length);
  const at = argv.indexOf('--lang');
  return at === -1 ? undefined : argv[at + 1];
}
