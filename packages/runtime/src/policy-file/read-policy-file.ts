import { ConfigError } from '@stellwerk/ports';
import type { Node, YAMLError } from 'yaml';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Position } from './position.ts';
import { placeText } from './position.ts';

/** A policy file as plain data, with the way back from a path to its place. */
export interface PolicyFile {
  /** Plain objects, arrays and scalars; an empty file gives an empty object. */
  readonly data: unknown;
  /** Where a path stands. A missing part gives the place of the nearest part above it. */
  locate(path: readonly (string | number)[]): Position;
}

/** An anchor used more often than this is an attack or a mistake: the data would grow without end. */
const MAX_ALIASES = 100;

/** Reads YAML. Throws ConfigError with `file:line:column` for bad syntax and for a key that stands twice. */
export function readPolicyFile(text: string, fileName: string): PolicyFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw new ConfigError(placeText(fileName, positionAt(lines, error.pos[0])), messageOf(error));

  return {
    data: plain(document, fileName),
    locate: (path) => positionAt(lines, offsetOf(document.contents, path)),
  };
}

function plain(document: ReturnType<typeof parseDocument>, fileName: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
  } catch (cause) {
    throw new ConfigError(fileName, 'an anchor is used too often or refers to nothing', { cause });
  }
}

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key stands here twice; keep one of them',
  TAB_AS_INDENT: 'indent with spaces, not with tabs',
  BAD_INDENT: 'the indentation does not fit the lines around it',
};

function messageOf({ code, message }: YAMLError): string {
  return MESSAGES[code] ?? message;
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Walks down as far as the path leads; of a map's entry the key's place is the one that people look for. */
function offsetOf(root: Node | null, path: readonly (string | number)[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    const step = stepInto(node, part);
    if (!step) return offset;
    node = step.node;
    offset = step.offset ?? offset;
  }
  return offset;
}

function stepInto(node: unknown, part: string | number): { readonly node: unknown; readonly offset?: number } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
    if (!pair) return null;
    return { node: pair.value, ...offsetIn(pair.key) };
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part];
    return item === undefined ? null : { node: item, ...offsetIn(item) };
  }
  return null;
}

function offsetIn(node: unknown): { readonly offset?: number } {
  const range = (node as Node | null)?.range;
  return range ? { offset: range[0] } : {};
}
