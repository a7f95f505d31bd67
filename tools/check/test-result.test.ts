import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countTests } from './test-result.ts';

const passed = { status: 'passed' };
const failed = { status: 'failed' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('countTests', () => {
  it('counts passed and failed tests', () => {
    const path = report(2, 1, [{ status: 'failed', assertionResults: [passed, passed, failed] }]);

    expect(countTests(path, false)).toEqual({ passed: 2, failed: 1 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const path = report(1, 0, [
      { status: 'passed', assertionResults: [passed] },
      { status: 'failed', assertionResults: [] },
    ]);

    expect(countTests(path, false)).toEqual({ passed: 1, failed: 1 });
  });

  it('counts an error outside any test as one failure', () => {
    const path = report(1, 0, [{ status: 'passed', assertionResults: [passed] }]);

    expect(countTests(path, false)).toEqual({ passed: 1, failed: 1 });
    expect(countTests(path, true)).toEqual({ passed: 1, failed: 0 });
  });

  it('counts a missing report as a failure even when the program said it went well', () => {
    expect(countTests(join(folder, 'none.json'), true)).toEqual({ passed: 0, failed: 1 });
  });
});

function report(numPassedTests: number, numFailedTests: number, testResults: object[]): string {
  const path = join(folder, `${numPassedTests}-${numFailedTests}-${testResults.length}.json`);
  writeFileSync(path, JSON.stringify({ numPassedTests, numFailedTests, testResults }));
  return path;
}
