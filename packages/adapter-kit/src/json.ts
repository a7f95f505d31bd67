/** How large an answer or body may be once parsed. */
export interface JsonLimits {
  /** Levels of nesting. Default 64. */
  readonly maxDepth?: number;
  /** Values in all. Default 50 000. */
  readonly maxNodes?: number;
}

/** The text is no JSON, or is larger than the limits allow. */
export class JsonRefused extends Error {
  readonly reason: 'syntax' | 'depth' | 'nodes';

  constructor(reason: JsonRefused['reason']) {
    super(`JSON refused: ${reason}`);
    this.reason = reason;
  }
}

// JSON.parse keeps them as own keys; a later spread or assign would then change a prototype
const UNSAFE_KEYS = ['__proto__', 'constructor', 'prototype'];

/** Parses JSON with limits and removes keys that could reach a prototype. Throws JsonRefused. */
export function parseJson(input: string | Uint8Array, limits: JsonLimits = {}): unknown {
  const { maxDepth = 64, maxNodes = 50_000 } = limits;
  const root = parse(typeof input === 'string' ? input : decode(input));

  // level by level, because recursion of ours would end before V8's parser does
  let level: readonly object[] = isNode(root) ? [root] : [];
  let nodes = 1;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) throw new JsonRefused('depth');
    const below: object[] = [];
    for (const node of level) {
      for (const key of UNSAFE_KEYS) if (Object.hasOwn(node, key)) Reflect.deleteProperty(node, key);
      for (const value of Object.values(node)) {
        nodes += 1;
        if (nodes > maxNodes) throw new JsonRefused('nodes');
        if (isNode(value)) below.push(value);
      }
    }
    level = below;
  }
  return root;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may be personal data
    throw new JsonRefused('syntax');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonRefused('syntax');
  }
}

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
