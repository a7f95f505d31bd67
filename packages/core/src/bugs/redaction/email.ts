import { type Span, spansOf } from './span.ts';

const LOCAL = String.raw`[\p{L}\p{N}][\p{L}\p{N}._%+'’-]{0,63}`;
const LABELS = String.raw`(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+`;
const PLAIN = new RegExp(String.raw`${LOCAL}@${LABELS}\p{L}{2,24}`, 'gu');

// written so that machines do not see it: `karla (at) firma (punkt) de`, `karla [at] firma.de`
const AT = String.raw`\s*[([{<]\s*(?:at|ät|@)\s*[)\]}>]\s*`;
const DOT = String.raw`(?:\.|\s*[([{<]\s*(?:dot|punkt|\.)\s*[)\]}>]\s*)`;
const DISGUISED = new RegExp(String.raw`${LOCAL}${AT}(?:[\p{L}\p{N}-]{1,63}${DOT}){1,5}\p{L}{2,24}`, 'giu');

/** Mail addresses, with letters of any script, also disguised ones. */
export function emailSpans(text: string): readonly Span[] {
  const any = (): boolean => true;
  return [...spansOf(text, 'email', PLAIN, any), ...spansOf(text, 'email', DISGUISED, any)];
}
