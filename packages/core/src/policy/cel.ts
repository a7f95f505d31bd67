import { Environment } from '@marcbachmann/cel-js';
import { compilePattern, type PatternTest } from '../text/pattern.ts';

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

// The library's own `matches` runs V8's RegExp, which an admin's pattern can hang for minutes: ours is linear in time.
const MATCHES = /\.\s*matches\s*\(/;

/** The conditions' language, made anew per policy: the library keeps no state of ours elsewhere. */
export function createCelCompiler(): (expression: string) => { condition: CelCondition } | { error: string } {
  const patterns = new Map<string, PatternTest>();
  const like = (text: string, pattern: string): boolean => {
    const test = patterns.get(pattern) ?? compilePattern(pattern);
    if (patterns.size < MAX_PATTERNS) patterns.set(pattern, test);
    return test(text);
  };
  const environment = new Environment({ limits: LIMITS })
    .registerVariable({ name: 'ticket', schema: TICKET })
    .registerFunction('string.like(string): bool', like);

  return (expression) => {
    if (MATCHES.test(expression)) return { error: 'use `.like("pattern")` (RE2 syntax) instead of `.matches(…)`' };
    try {
      const checked = environment.check(expression);
      if (!checked.valid) return { error: checked.error?.message ?? 'not a valid condition' };
      if (checked.type !== 'bool') return { error: `expected a yes-or-no condition, but this gives ${checked.type}` };
      const run = environment.parse(expression);
      return { condition: (context) => run(context) === true };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
}
