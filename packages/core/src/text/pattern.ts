import { RE2JS } from 're2js';

/** Tests a text against a pattern, in time linear in the text. */
export type PatternTest = (text: string) => boolean;

const MAX_TEXT = 32_768; // features are drawn from the first 32,768 characters of a text

// Time is the text's length times the compiled pattern's: `(a{1,19}){1,5}` is 95 letters to this engine. A large pattern
// reads less of the text, so that none takes longer than some tens of milliseconds.
const MAX_STEPS = 1_000_000;

/** Compiles a pattern in RE2 syntax, case-insensitive. Throws with the position for one that is not valid. */
export function compilePattern(pattern: string): PatternTest {
  const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  const readable = Math.min(MAX_TEXT, Math.ceil(MAX_STEPS / compiled.programSize()));
  return (text) => compiled.matcher(text.slice(0, readable)).find();
}
