import type { SourceFile } from './repository.ts';

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** Everything after the fence: `ts`, `ts sketch`, `sh`, … */
  readonly info: string;
  readonly text: string;
  /** The first line of the text in its file, counted from 1. */
  readonly line: number;
}

const block = /^(?<fence>```+|~~~+)(?<info>[^\n]*)\n(?<text>[\s\S]*?)^\k<fence>\s*$/gm;

/** The fenced blocks of a Markdown text. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(block)].map((match) => ({
    info: match.groups!.info!.trim(),
    text: match.groups!.text!,
    line: markdown.slice(0, match.index).split('\n').length + 1,
  }));
}

/** A link of a Markdown file to another file or to a heading. */
export interface Link {
  readonly target: string;
  readonly line: number;
}

/** The links and pictures that point into the repository (no scheme), outside of code. */
export function relativeLinks({ text }: SourceFile): readonly Link[] {
  const prose = withoutCode(text);
  const inline = [...prose.matchAll(/\]\(\s*<?([^()\s<>]+)>?(?:\s+["'][^)]*)?\)/g)];
  const reference = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)];
  return [...inline, ...reference]
    .map((match) => ({ target: match[1]!, line: prose.slice(0, match.index).split('\n').length }))
    .filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link.target));
}

/** The anchors GitHub gives the headings of a Markdown text. */
export function anchors(markdown: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of withoutCode(markdown, false).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let twin = 1; found.has(anchor); twin++) anchor = `${slug}-${twin}`;
    found.add(anchor);
  }
  return found;
}

/** Blanks code, keeping the lines; inline code only when asked, as headings keep its words. */
function withoutCode(markdown: string, inlineToo = true): string {
  const prose = markdown.replace(block, (match) => match.replace(/[^\n]/g, ''));
  return inlineToo ? prose.replace(/`[^`\n]+`/g, '') : prose;
}
