/** A TypeScript text without its comments; strings that only look like comments stay. Lines keep their numbers. */
export function withoutComments(text: string): string {
  return text.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (match) => (match.startsWith('/') ? match.replace(/[^\n]/g, '') : match),
  );
}

/** A TypeScript text without comments and with every string emptied, for rules about code alone. */
export function codeOnly(text: string): string {
  return withoutComments(text).replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g,
    (match) => match[0] + match.slice(1, -1).replace(/[^\n]/g, '') + match[0],
  );
}
