import type { AttributeRow, OptionNode } from './schema.ts';

type Options = AttributeRow['data_option']['options'];

/** Values that an attribute offers, whatever form its options have. */
export function offeredValues(options: Options): ReadonlySet<string> {
  if (!options) return new Set();
  return new Set(isList(options) ? options.flatMap(valuesOf) : Object.keys(options));
}

/** The same options with these values at the end where they are missing. */
export function withValues(options: Options, values: readonly string[]): unknown {
  const offered = offeredValues(options);
  const missing = values.filter((value) => !offered.has(value));
  if (options && isList(options)) return [...options, ...missing.map((value) => ({ name: value, value }))];
  return { ...options, ...Object.fromEntries(missing.map((value) => [value, value])) };
}

function valuesOf({ value, children = [] }: OptionNode): string[] {
  return [String(value), ...children.flatMap(valuesOf)];
}

function isList(options: NonNullable<Options>): options is readonly OptionNode[] & NonNullable<Options> {
  return Array.isArray(options);
}
