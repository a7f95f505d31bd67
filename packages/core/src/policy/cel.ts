import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import type { Text } from '../errors.ts';
import { compilePattern, type PatternTest } from '../text/pattern.ts';
import { nearest } from './nearest.ts';

/** What a CEL condition (`if:`) may ask for. Every key is always there: absent values are "" or 0. */
export interface CelContext {
  readonly ticket: {
    readonly id: string;
    readonly number: string;
    readonly status: string;
    readonly priority: string;
    readonly plan: string;
    readonly tier: string;
    readonly group: string;
    readonly category: string;
    readonly language: string;
    readonly channel: string;
    readonly tags: readonly string[];
    readonly patterns: readonly string[];
    readonly fields: Readonly<Record<string, string>>;
    readonly textLength: bigint;
    readonly agentReplies: bigint;
    readonly customerReplies: bigint;
    readonly reopens: bigint;
    readonly bounces: bigint;
    readonly ageMinutes: bigint;
  };
}

/** A compiled condition. */
export type CelCondition = (context: CelContext) => boolean;

const LIMITS = { maxAstNodes: 500, maxDepth: 30, maxListElements: 200, maxMapEntries: 50, maxCallArguments: 8 };

const MAX_PATTERNS = 500;

const TICKET = {
  id: 'string',
  number: 'string',
  status: 'string',
  priority: 'string',
  plan: 'string',
  tier: 'string',
  group: 'string',
  category: 'string',
  language: 'string',
  channel: 'string',
  tags: 'list<string>',
  patterns: 'list<string>',
  fields: 'map<string, string>',
  textLength: 'int',
  agentReplies: 'int',
  customerReplies: 'int',
  reopens: 'int',
  bounces: 'int',
  ageMinutes: 'int',
};

/** What is wrong with a condition, and the name that was probably meant. */
export interface CelMistake {
  readonly error: Text;
  readonly nearest: string | null;
}

/** The conditions' language, made anew per policy: the library keeps no state of ours elsewhere. */
export function createCelCompiler(): (expression: string) => { condition: CelCondition } | CelMistake {
  const patterns = new Map<string, PatternTest>();
  const like = (text: string, pattern: string): boolean => {
    const test = patterns.get(pattern) ?? compileOrNever(pattern);
    if (patterns.size < MAX_PATTERNS) patterns.set(pattern, test);
    return test(text);
  };
  const environment = new Environment({ limits: LIMITS })
    .registerVariable({ name: 'ticket', schema: TICKET })
    .registerFunction('string.like(string): bool', like);

  return (expression) => {
    try {
      const run = environment.parse(expression);
      if (calls(run.ast, 'matches')) return mistake(NO_MATCHES.en, NO_MATCHES.de);
      const bad = badPattern(run.ast);
      if (bad !== null) return mistake(`not a valid pattern (RE2): ${bad}`, `kein gültiges Muster (RE2): ${bad}`);
      const checked = environment.check(expression);
      if (!checked.valid) return mistake(checked.error?.message ?? 'not a valid condition');
      if (checked.type !== 'bool')
        return mistake(
          `expected a yes-or-no condition, but this gives ${checked.type}`,
          `erwartet wird eine Ja-Nein-Bedingung, diese ergibt aber ${checked.type}`,
        );
      return { condition: (context) => holds(run, context) };
    } catch (error) {
      return mistake(error instanceof Error ? error.message : String(error));
    }
  };
}

/** A condition that cannot be answered for a ticket (a field it does not have) does not hold; it must not stop the ticket. */
function holds(run: (context: CelContext) => unknown, context: CelContext): boolean {
  try {
    return run(context) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

// The library's own `matches` runs V8's RegExp, which an admin's pattern can hang for minutes: ours is linear in time.
const NO_MATCHES: Text = {
  de: '`.like("Muster")` (RE2-Syntax) statt `.matches(…)` verwenden',
  en: 'use `.like("pattern")` (RE2 syntax) instead of `.matches(…)`',
};

/** A pattern made at run time from the ticket's own values and not valid as one matches nothing. */
function compileOrNever(pattern: string): PatternTest {
  try {
    return compilePattern(pattern);
  } catch {
    return () => false;
  }
}

/** What is wrong with the first pattern written in the condition that is not valid, or null. */
function badPattern(node: unknown): string | null {
  if (Array.isArray(node)) return node.map(badPattern).find((bad) => bad !== null) ?? null;
  if (!isNode(node)) return null;
  const [method, , parts] = Array.isArray(node.args) ? node.args : [];
  const [pattern] = Array.isArray(parts) ? parts : [];
  if (node.op === 'rcall' && method === 'like' && isNode(pattern) && typeof pattern.args === 'string') {
    try {
      compilePattern(pattern.args);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  return badPattern(node.args);
}

function isNode(node: unknown): node is { readonly op: unknown; readonly args: unknown } {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node;
}

/** Whether a method is called anywhere. Looked for in the parsed tree: in the text, comments could hide it and strings fake it. */
function calls(node: unknown, method: string): boolean {
  if (Array.isArray(node)) return node.some((part) => calls(part, method));
  if (!isNode(node)) return false;
  if (node.op === 'rcall' && Array.isArray(node.args) && node.args[0] === method) return true;
  return calls(node.args, method);
}

function mistake(en: string, de: string = germanCel(en)): CelMistake {
  const [, unknown] = /^No such key: (\w+)/.exec(en) ?? [];
  return { error: { de, en }, nearest: unknown === undefined ? null : nearest(unknown, Object.keys(TICKET)) };
}

/** The library speaks English; the commonest mistakes in German. Line and caret stay. */
function germanCel(message: string): string {
  return message
    .replace(/^No such key: /, 'unbekanntes Feld: ')
    .replace(/^Unknown variable: /, 'unbekannter Name: ')
    .replace(/^Expected (\S+), got EOF/, 'Ausdruck endet zu früh, erwartet wird $1')
    .replace(/^Expected (\S+), got (\S+)/, 'erwartet wird $1, hier steht $2');
}
