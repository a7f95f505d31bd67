/** Longest text that is looked at: patterns must not see more (T8). */
export const MAX_TEXT = 64 * 1024;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const BLOCK = /^\/?(?:p|div|br|li|tr|h[1-6]|blockquote|table|ul|ol|pre|hr)\b/i;
const HIDDEN = /^(?:style|script)\b/i;

/**
 * Plain text of an HTML message, for features only: blocks become lines, quoted replies (`blockquote`) are left out. Reads
 * the text once from left to right, so no markup makes it slow. Not a sanitiser.
 */
export function htmlToText(html: string): string {
  const input = html.slice(0, MAX_TEXT);
  let text = '';
  let at = 0;
  let quoted = 0;
  while (at < input.length) {
    const open = input.indexOf('<', at);
    const end = open < 0 ? input.length : open;
    if (quoted === 0) text += input.slice(at, end);
    if (open < 0) break;
    const close = input.indexOf('>', open);
    if (close < 0) break;
    const tag = input.slice(open + 1, close);
    if (/^blockquote\b/i.test(tag)) quoted += 1;
    if (/^\/blockquote\b/i.test(tag)) quoted = Math.max(0, quoted - 1);
    if (BLOCK.test(tag) && quoted === 0) text += '\n';
    at = HIDDEN.test(tag) ? afterHidden(input, close + 1, tag) : close + 1;
  }
  return decodeEntities(text).replaceAll('\n\n\n', '\n\n').trim();
}

function afterHidden(input: string, from: number, tag: string): number {
  const end = input.toLowerCase().indexOf(`</${/^\w+/.exec(tag)?.[0].toLowerCase() ?? ''}`, from);
  return end < 0 ? input.length : end;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (all, decimal, hex, name) => {
    if (name) return ENTITIES[String(name).toLowerCase()] ?? all;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
