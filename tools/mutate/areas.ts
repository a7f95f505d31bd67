/** A part of the core whose code is changed on purpose, and the tests that must notice. */
export interface MutateArea {
  /** Files to change. */
  readonly mutate: readonly string[];
  /** Tests that are run for each change: worked examples only, as random ones would give another figure each time. */
  readonly tests: readonly string[];
}

const decisions = [
  'packages/core/test/*.test.ts',
  '!packages/core/test/{due-laws,order,text-features}.test.ts',
  'test/replay/golden.test.ts',
];

/** What `npm run mutate` knows by name. */
export const MUTATE_AREAS = {
  calendar: areaOf('calendar', [
    'packages/core/src/calendar/*.test.ts',
    'packages/core/test/calendar/{biz-cases,holidays}.test.ts',
  ]),
  sla: areaOf('sla', decisions),
  tiering: areaOf('tiering', decisions),
  escalation: areaOf('escalation', decisions),
} as const satisfies Readonly<Record<string, MutateArea>>;

export type MutateAreaName = keyof typeof MUTATE_AREAS;

function areaOf(folder: string, tests: readonly string[]): MutateArea {
  const source = `packages/core/src/${folder}`;
  return { mutate: [`${source}/**/*.ts`, `!${source}/**/*.test.ts`, `!${source}/generated/**`], tests };
}
