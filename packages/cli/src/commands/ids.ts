import { usageError } from '../output/command-error.ts';

/** Reads the number of an effect. Throws CommandError (exit 2) for anything else. */
export function effectId(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError({
    de: `„${text}“ ist keine Nummer; \`stellwerk proposals\` zeigt sie.`,
    en: `“${text}” is no number; \`stellwerk proposals\` shows them.`,
  });
}
