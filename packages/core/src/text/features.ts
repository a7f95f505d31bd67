import type { TextFeatures } from '../model/event.ts';
import { detectLanguage } from './language.ts';
import { compilePattern, type PatternTest } from './pattern.ts';

/** What every desk can ask for without writing a pattern; German and English words, RE2 syntax, case-insensitive. */
export const BUILT_IN_PATTERNS: Readonly<Record<string, string>> = {
  bug: String.raw`\bbugs?\b|fehlermeldung|stack ?trace|exception|traceback|absturz|stürzt ab|crash|error \d{3}|http 5\d\d|\bdefekt\b|internal server error`,
  urgent: String.raw`dringend|urgent|\basap\b|sofort|produktion steht|production (is )?down|nichts geht mehr|ausfall|outage|notfall|emergency`,
  thanks: String.raw`^\W*(vielen dank|danke|besten dank|herzlichen dank|thanks|thank you|thx|merci)\b.{0,120}$`,
  angry: `unverschämt|inakzeptabel|unacceptable|kündig|frechheit|ridiculous|anwalt|lawyer|zum (zweiten|dritten|x-ten) mal|still waiting|warte (immer )?noch`,
  escalate: `vorgesetzte|teamleit|manager|eskalier|escalate|supervisor|beschwerde|complain`,
  question: String.raw`\?|wie kann ich|how (do|can) i|wo finde ich|where (do|can) i`,
};

const QUOTED =
  /^\s*>|^-{2,}\s*(original|ursprüngliche)|^_{20,}\s*$|^(am|on|le) .{5,80}(schrieb|wrote|a écrit)(.{0,80}:|:?)\s*$/i;

/** Makes the one function that turns a text into its features; the text itself goes no further. */
export function createFeatures(own: Readonly<Record<string, string>> = {}): (text: string) => TextFeatures {
  const patterns = Object.entries({ ...BUILT_IN_PATTERNS, ...own }).map(
    ([id, pattern]) => [id, compilePattern(pattern)] as const,
  );

  return (text) => {
    const own = withoutQuotes(text);
    return { length: [...own].length, language: detectLanguage(own), patterns: matching(patterns, own) };
  };
}

function matching(patterns: readonly (readonly [string, PatternTest])[], text: string): readonly string[] {
  return patterns
    .filter(([, test]) => test(text))
    .map(([id]) => id)
    .sort();
}

/** Cuts the quoted answer below a reply, so that the customer's first mail does not count again in every answer. */
function withoutQuotes(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => QUOTED.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}
