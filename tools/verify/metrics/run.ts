// `npm run -s verify -- metrics FOLDER`: tickets whose metrics an independent implementation computed.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ZendeskCase } from '@stellwerk/core';
import { table } from '../../table.ts';
import { compareCase } from './compare.ts';
import type { MetricDifference } from './difference.ts';

/** What came of a folder. */
export interface MetricsVerdict {
  /** Tickets whose values are all equal or differ for a reason that is explained. */
  readonly passed: number;
  readonly failed: number;
  readonly compared: number;
  readonly differences: readonly MetricDifference[];
}

/** Compares every ticket in the .json files of a folder (or of one file) that hold a list of them. */
export function verifyMetrics(path: string): MetricsVerdict {
  let compared = 0;
  const differences: MetricDifference[] = [];
  const failed = new Set<string>();
  const cases = filesOf(path).flatMap(casesIn);
  for (const input of cases) {
    const result = compareCase(input);
    compared += result.compared;
    differences.push(...result.found);
    if (result.found.some(({ cause }) => cause === null)) failed.add(input.id);
  }
  return { passed: cases.length - failed.size, failed: failed.size, compared, differences };
}

/** Prints what came of a folder. Exit code: 0 all passed, 1 some did not, 2 nothing to compare. */
export function printMetrics(path: string, json: boolean): number {
  const verdict = readable(path);
  if (!verdict) return 2;
  console.log(json ? JSON.stringify(verdict) : metricsReport(verdict));
  if (verdict.passed + verdict.failed === 0) return 2;
  return verdict.failed === 0 ? 0 : 1;
}

function readable(path: string): MetricsVerdict | null {
  try {
    return verifyMetrics(path);
  } catch (error) {
    console.error(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

/** Each difference with its cause, and the count as the last line. */
export function metricsReport({ passed, failed, compared, differences }: MetricsVerdict): string {
  const rows = differences.map(({ ticket, where, expected, actual, cause }) => [
    ticket,
    where,
    expected,
    actual,
    cause ?? 'NOT EXPLAINED',
  ]);
  const listed = rows.length === 0 ? [] : [table(['ticket', 'value', 'expected', 'ours', 'cause'], rows), ''];
  const causes = Map.groupBy(differences, ({ cause }) => cause ?? 'NOT EXPLAINED');
  return [
    ...listed,
    `${compared} values compared, ${differences.length} differ${[...causes].map(([cause, each]) => `; ${cause}: ${each.length}`).join('')}`,
    ...(differences.length === 0 ? [] : ['The causes are explained in docs/kpi/deviations.md']),
    `${passed} passed, ${failed} failed`,
  ].join('\n');
}

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}

function casesIn(file: string): readonly ZendeskCase[] {
  const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(data) ? data.map((each) => ZendeskCase.parse(each)) : [];
}
