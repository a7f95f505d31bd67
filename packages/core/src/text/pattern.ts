import { RE2JS } from 're2js';

/** Tests a text against a pattern, in time linear in the text. */
export type PatternTest = (text: string) => boolean;

const MAX_TEXT = 65_536; // features are drawn from the first 64 KB of a text

/** Compiles a pattern in RE2 syntax, case-insensitive. Throws with the position for one that is not valid. */
export function compilePattern(pattern: string): PatternTest {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  return (text) => compiled.matcher(text.slice(0, MAX_TEXT)).find();
}
