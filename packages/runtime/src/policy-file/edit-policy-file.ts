import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';

/** A value to set: the path is made as far as it is missing. */
export interface PolicyEdit {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * Sets values in a policy file and keeps everything else as it was written: comments, order, and the very text of every
 * section that no edit touches.
 */
export function editPolicyFile(text: string, edits: readonly PolicyEdit[]): string {
  if (edits.length === 0) return text;
  const before = parseDocument(text);
  const document = parseDocument(text);
  for (const { path, value } of edits) set(document, path, value);
  const padded = document.toString({ lineWidth: 0 });
  const written = text.includes('[ ') ? padded : withoutPadding(padded);
  const touched = new Set(edits.map(({ path }) => path[0] ?? ''));
  return spliced({ text, slices: slicesOf(before, text) }, slicesOf(parseDocument(written), written), touched);
}

function set(document: Document, path: readonly string[], value: unknown): void {
  // `connections: {}` is written in one line only because nothing stands in it
  for (let length = 1; length < path.length; length += 1) {
    const node = document.getIn(path.slice(0, length)) as Node | undefined;
    if (isMap(node) && node.items.length === 0) node.flow = false;
    if (isScalar(node) && node.value === null) document.deleteIn(path.slice(0, length));
  }
  const node = document.createNode(value);
  // a list of names or hours reads best in one line
  visit(node, {
    Seq: (_key, seq) => {
      if (seq.items.every((item) => isScalar(item))) seq.flow = true;
    },
  });
  document.setIn(path, node);
}

/** `[ a, b ]` as `[a, b]`: lists are written without blanks inside, maps with them. */
function withoutPadding(text: string): string {
  const blanks = new Set<number>();
  visit(parseDocument(text), {
    Seq: (_key, seq) => {
      if (!isSeq(seq) || !seq.flow || !seq.range) return;
      const [start, end] = seq.range;
      if (text[start + 1] === ' ') blanks.add(start + 1);
      if (text[end - 2] === ' ') blanks.add(end - 2);
    },
  });
  return text
    .split('')
    .filter((_, at) => !blanks.has(at))
    .join('');
}

/** A top-level section with its text up to the next one. */
interface Slice {
  readonly key: string;
  readonly text: string;
}

function slicesOf(document: Document, text: string): readonly Slice[] {
  if (!isMap(document.contents)) return [];
  const starts = document.contents.items.flatMap(({ key }) => {
    const start = (key as Node | null)?.range?.[0];
    return start === undefined ? [] : [{ key: String((key as { value?: unknown }).value), start }];
  });
  return starts.map(({ key, start }, at) => ({ key, text: text.slice(start, starts[at + 1]?.start ?? text.length) }));
}

function spliced(
  { text, slices }: { readonly text: string; readonly slices: readonly Slice[] },
  written: readonly Slice[],
  touched: ReadonlySet<string>,
): string {
  const length = slices.reduce((sum, slice) => sum + slice.text.length, 0);
  const head = slices.length === 0 ? endedLine(text) : text.slice(0, text.length - length);
  const anew = new Map(written.map((slice) => [slice.key, slice.text]));
  const known = new Set(slices.map(({ key }) => key));
  const kept = slices.map((slice) => (touched.has(slice.key) ? (anew.get(slice.key) ?? slice.text) : slice.text));
  const added = written.filter(({ key }) => !known.has(key)).map((slice) => slice.text);
  return endedLine(head + kept.map(endedLine).join('')) + added.map(endedLine).join('');
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
