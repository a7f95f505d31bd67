import { readFileSync } from 'node:fs';

/** What the tests came to. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** What we read of vitest's JSON report. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Counts from vitest's JSON report. A file that could not be loaded has no failed test of its own and counts as one;
 * so does a run that ended badly (an error outside any test, no report at all) without naming a failed test.
 */
export function countTests(reportPath: string, endedWell: boolean): TestCount {
  const report = readReport(reportPath);
  if (!report) return { passed: 0, failed: 1 };

  const failed = report.numFailedTests + brokenFiles(report);
  return { passed: report.numPassedTests, failed: failed === 0 && !endedWell ? 1 : failed };
}

function brokenFiles(report: Report): number {
  return report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
