import type { z } from 'zod';
import type { Text } from '../errors.ts';
import { germanOf } from './german.ts';
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
  return [issue(path, textOf(found), { nearest: nearestValue(found) })];
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
  if (inner && options.length === 0) return issue(path, textOf(inner));

  const meant = nearest(String(path.at(-1) ?? ''), options);
  const list = options.join(', ');
  return issue(
    path,
    { de: `unbekannter Name; möglich sind: ${list}`, en: `unknown name; possible are: ${list}` },
    { nearest: meant },
  );
}

function nearestValue(found: z.core.$ZodIssue): string | null {
  if (found.code !== 'invalid_value') return null;
  return typeof found.input === 'string' ? nearest(found.input, found.values.map(String)) : null;
}

const KINDS: Readonly<Record<string, Text>> = {
  string: { de: 'ein Text', en: 'a text' },
  number: { de: 'eine Zahl', en: 'a number' },
  boolean: { de: 'true oder false', en: 'true or false' },
  object: { de: 'ein Abschnitt mit Schlüsseln', en: 'a section with keys' },
  record: { de: 'ein Abschnitt mit Schlüsseln', en: 'a section with keys' },
  array: { de: 'eine Liste', en: 'a list' },
  tuple: { de: 'eine Liste', en: 'a list' },
  int: { de: 'eine ganze Zahl', en: 'a whole number' },
};

const FORMATS: Readonly<Record<string, Text>> = {
  url: {
    de: 'erwartet wird eine Adresse wie https://desk.example.com',
    en: 'expected an address such as https://desk.example.com',
  },
  email: {
    de: 'erwartet wird eine Mailadresse wie support@example.com',
    en: 'expected a mail address such as support@example.com',
  },
  datetime: {
    de: 'erwartet wird ein Zeitpunkt wie 2026-12-02T09:00:00+01:00 oder Millisekunden seit 1970',
    en: 'expected an instant such as 2026-12-02T09:00:00+01:00, or milliseconds since 1970',
  },
  date: { de: 'erwartet wird ein Datum JJJJ-MM-TT', en: 'expected a date YYYY-MM-DD' },
};

function textOf(found: z.core.$ZodIssue): Text {
  if (found.code === 'custom' && isText(found.params)) return { de: found.params.de, en: found.params.en };
  if (found.code === 'invalid_type') {
    const kind = KINDS[found.expected] ?? { de: found.expected, en: found.expected };
    return { de: `erwartet wird ${kind.de}`, en: `expected ${kind.en}` };
  }
  if (found.code === 'invalid_value') {
    const values = found.values.join(', ');
    return { de: `erwartet wird eines von: ${values}`, en: `expected one of: ${values}` };
  }
  if (found.code === 'too_small' || found.code === 'too_big') return sizeText(found);
  const format = found.code === 'invalid_format' ? FORMATS[found.format] : undefined;
  return format ?? { de: germanOf(found.message) ?? found.message, en: found.message };
}

function sizeText(found: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Text {
  const list = found.origin === 'array';
  const characters = found.origin === 'string';
  const unit: Text = {
    de: list ? ' Einträge' : characters ? ' Zeichen' : '',
    en: list ? ' entries' : characters ? ' characters' : '',
  };
  if (found.code === 'too_small')
    return {
      de: `zu wenig: mindestens ${found.minimum}${unit.de}`,
      en: `too little: at least ${found.minimum}${unit.en}`,
    };
  return { de: `zu viel: höchstens ${found.maximum}${unit.de}`, en: `too much: at most ${found.maximum}${unit.en}` };
}

function isText(params: unknown): params is Text {
  const { de, en } = (params ?? {}) as Partial<Text>;
  return typeof de === 'string' && typeof en === 'string';
}

interface SchemaDef {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly keyType?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
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
  if (head === undefined) return def.keyType ? keysAt(def.keyType, []) : Object.keys(def.shape ?? def.entries ?? {});

  const next = def.shape?.[String(head)] ?? def.valueType ?? def.element ?? def.items?.[Number(head)];
  return next ? keysAt(next, rest) : [];
}
