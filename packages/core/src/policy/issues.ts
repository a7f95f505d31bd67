import type { z } from 'zod';
import type { Text } from '../errors.ts';
import { nearest } from './nearest.ts';

/** Something wrong in the policy file. `path` leads to it; the reader of the file adds line and column. */
export interface PolicyIssue {
  readonly path: readonly (string | number)[];
  readonly severity: 'error' | 'warning';
  readonly text: Text;
  /** The valid key or name that was probably meant. */
  readonly nearest: string | null;
}

/** An issue from words: for everything that the schema alone cannot see. */
export function issue(
  path: readonly (string | number)[],
  text: Text,
  options: { readonly severity?: PolicyIssue['severity']; readonly nearest?: string | null } = {},
): PolicyIssue {
  return { path, severity: options.severity ?? 'error', text, nearest: options.nearest ?? null };
}

/** Turns the schema's findings into ours: one per mistake, with the nearest valid key for a mistyped one. */
export function issuesOf(error: z.core.$ZodError, schema: z.ZodType): readonly PolicyIssue[] {
  return error.issues.flatMap((found) => translate(found, schema, []));
}

function translate(found: z.core.$ZodIssue, schema: z.ZodType, prefix: readonly PropertyKey[]): readonly PolicyIssue[] {
  const path = [...prefix, ...found.path].filter((part) => typeof part !== 'symbol');
  if (found.code === 'unrecognized_keys') return found.keys.map((key) => unknownKey(key, path, schema));
  if (found.code === 'invalid_union') return closestBranch(found, schema, path);
  if (found.code === 'invalid_key') return [invalidKey(found, path)];
  return [issue(path, { de: `${german(found)}`, en: found.message }, { nearest: nearestValue(found) })];
}

function unknownKey(key: string, path: readonly (string | number)[], schema: z.ZodType): PolicyIssue {
  const known = keysAt(schema, path);
  const meant = nearest(key, known);
  const list = known.join(', ');
  return issue(
    [...path, key],
    {
      de: meant
        ? `unbekannter Schlüssel; gemeint ist wohl \`${meant}\``
        : `unbekannter Schlüssel; möglich sind: ${list}`,
      en: meant ? `unknown key; did you mean \`${meant}\`?` : `unknown key; possible are: ${list}`,
    },
    { nearest: meant },
  );
}

/** Of a value with several forms, the form that got furthest tells what is wrong. */
function closestBranch(
  found: z.core.$ZodIssueInvalidUnion,
  schema: z.ZodType,
  path: readonly (string | number)[],
): readonly PolicyIssue[] {
  const depth = (branch: readonly z.core.$ZodIssue[]) => Math.max(...branch.map(({ path: own }) => own.length));
  const custom = found.errors.find((branch) => branch.some(({ code }) => code === 'custom'));
  const [best] = custom ? [custom] : [...found.errors].sort((a, b) => depth(b) - depth(a));
  if (!best) return [issue(path, { de: 'ungültiger Wert', en: found.message })];

  return best.flatMap((inner) => translate(inner, schema, path));
}

function invalidKey(
  found: z.core.$ZodIssueInvalidElement | z.core.$ZodIssueInvalidKey,
  path: readonly (string | number)[],
): PolicyIssue {
  const [inner] = found.issues;
  const options = inner && 'values' in inner ? inner.values.map(String) : [];
  const meant = nearest(String(path.at(-1) ?? ''), options);
  const list = options.join(', ') || inner?.message || '';
  return issue(
    path,
    { de: `unbekannter Name; möglich sind: ${list}`, en: `unknown name; possible are: ${list}` },
    { nearest: meant },
  );
}

function nearestValue(found: z.core.$ZodIssue): string | null {
  if (found.code !== 'invalid_value') return null;
  return nearest(String(found.input ?? ''), found.values.map(String));
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'ein Text',
  number: 'eine Zahl',
  boolean: 'true oder false',
  object: 'ein Abschnitt mit Schlüsseln',
  record: 'ein Abschnitt mit Schlüsseln',
  array: 'eine Liste',
  tuple: 'eine Liste',
  int: 'eine ganze Zahl',
};

function german(found: z.core.$ZodIssue): string {
  if (found.code === 'invalid_type') return `erwartet wird ${KINDS[found.expected] ?? found.expected}`;
  if (found.code === 'invalid_value') return `erwartet wird eines von: ${found.values.join(', ')}`;
  if (found.code === 'too_small') return `zu wenig: mindestens ${found.minimum}`;
  if (found.code === 'too_big') return `zu viel: höchstens ${found.maximum}`;
  return found.message
    .replace(/^expected /, 'erwartet wird ')
    .replace('such as', 'wie')
    .replace(' or ', ' oder ');
}

interface SchemaDef {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): readonly string[] {
  const def = schema.def as unknown as SchemaDef;
  if (def.innerType) return keysAt(def.innerType, path);
  if (def.type === 'pipe' && def.in) return keysAt(def.in, path);
  if (def.options) return def.options.flatMap((option) => keysAt(option, path));
  const [head, ...rest] = path;
  if (head === undefined) return Object.keys(def.shape ?? {});

  const next = def.shape?.[String(head)] ?? def.valueType ?? def.element ?? def.items?.[Number(head)];
  return next ? keysAt(next, rest) : [];
}
