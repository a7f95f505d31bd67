/** One figure beside what it should be. `actual` is undefined where we do not measure it. */
export interface ComparedFigure {
  /** Path in the expected figures: `throughput_seconds.mean`. */
  readonly name: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly same: boolean;
}

/** Compares every figure that is expected. Numbers agree to the digits that the expected one has. */
export function compareFigures(expected: unknown, actual: unknown, name = ''): readonly ComparedFigure[] {
  if (!isRecord(expected)) return [{ name, expected, actual, same: isSame(expected, actual) }];
  const extra = isRecord(actual) ? extraCounts(expected, actual, name) : [];
  const figures = Object.entries(expected).flatMap(([key, value]) =>
    compareFigures(value, isRecord(actual) ? actual[key] : undefined, name === '' ? key : `${name}.${key}`),
  );
  return [...figures, ...extra];
}

/** In a table of counts, a value that is not expected is a mistake too; a measure more than expected is none. */
function extraCounts(expected: Figures, actual: Figures, name: string): readonly ComparedFigure[] {
  if (name === '' || name.includes('seconds') || name === 'reassignments') return [];
  return Object.entries(actual)
    .filter(([key]) => !(key in expected))
    .map(([key, value]) => ({ name: `${name}.${key}`, expected: undefined, actual: value, same: false }));
}

type Figures = Readonly<Record<string, unknown>>;

function isSame(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number')
    return JSON.stringify(expected) === JSON.stringify(actual);
  const digits = String(expected).split('.')[1]?.length ?? 0;
  // a mean is written with two to four digits; zeros at its end are not
  return Number.isInteger(expected) && Number.isInteger(actual)
    ? expected === actual
    : Math.abs(expected - actual) <= 0.5001 * 10 ** -Math.max(digits, 2);
}

function isRecord(value: unknown): value is Figures {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
