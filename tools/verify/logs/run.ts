// `npm run -s verify -- logs FOLDER`: real histories of support, imported and measured.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../../table.ts';
import { type ComparedFigure, compareFigures } from './compare-figures.ts';
import { bpiFigures } from './figures-bpi.ts';
import { helpdeskFigures } from './figures-helpdesk.ts';
import { servicenowFigures } from './figures-servicenow.ts';
import { type ImportedLog, importLog } from './import-log.ts';

const EXPECTED = 'expected-kpis.json';
const WIDEST = 32;

/** How each log is measured, by its name. Its mapping stands beside this file under the same name. */
const LOGS: Readonly<Record<string, (log: ImportedLog, expected: Expected) => unknown>> = {
  'bpi2013-incidents-sample': ({ cases, pseudonym }, { owners_with_most_wait_user: owners = [] }) => {
    const names = new Map(owners.map(([name]) => [pseudonym(name), name]));
    return bpiFigures(cases, (owner) => names.get(owner) ?? owner);
  },
  'helpdesk-it-sample': ({ cases }) => helpdeskFigures(cases),
  'servicenow-uci-sample': ({ cases }) => servicenowFigures(cases),
};

interface Expected {
  readonly owners_with_most_wait_user?: readonly (readonly [string, number])[];
}

/** Whose logs these are; to be named wherever figures of them are shown. */
const SOURCES: Readonly<Record<string, string>> = {
  'bpi2013-incidents-sample':
    'Ward Steeman (2013): BPI Challenge 2013, incidents. 4TU.ResearchData, doi 10.4121/uuid:500573e6-accc-4b0c-9576-aa5468b10cee',
  'helpdesk-it-sample':
    'Mirko Polato (2017): Dataset belonging to the help desk log of an Italian Company. 4TU.ResearchData, doi 10.4121/uuid:0c60edf1-6f83-4e75-9367-4c63b3e9d5bb',
  'servicenow-uci-sample':
    'Amaral, Fantinato, Peres (2018): Incident management process enriched event log. UCI Machine Learning Repository, 498 (CC BY 4.0)',
};

/** The figures of one log beside what they should be, or why it could not be measured. */
export interface LogVerdict {
  readonly log: string;
  readonly figures: readonly ComparedFigure[];
  readonly problem: string | null;
}

/** Imports every log of the folder that expected figures speak of, one after the other. */
export async function* verifyLogs(folder: string): AsyncGenerator<LogVerdict> {
  const all = JSON.parse(readFileSync(join(folder, EXPECTED), 'utf8')) as Readonly<Record<string, Expected | string>>;
  for (const [log, expected] of Object.entries(all)) {
    if (typeof expected !== 'string') yield await verifyLog(folder, log, expected);
  }
}

async function verifyLog(folder: string, log: string, expected: Expected): Promise<LogVerdict> {
  const file = [`${log}.csv`, `${log}.csv.gz`].map((name) => join(folder, name)).find((path) => existsSync(path));
  const measure = LOGS[log];
  if (!file || !measure)
    return { log, figures: [], problem: file ? 'nobody knows how to measure it' : 'the file is missing' };
  try {
    const imported = await importLog(file, fileURLToPath(new URL(`${log}.yaml`, import.meta.url)));
    const { badRows } = imported.said;
    const problem = badRows === 0 ? null : `${badRows} rows were left out`;
    return { log, figures: compareFigures(expected, measure(imported, expected)), problem };
  } catch (error) {
    return { log, figures: [], problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Prints each figure of each log, and the count as the last line. Exit code: 0 all agree, 1 some do not, 2 nothing there. */
export async function printLogs(folder: string, json: boolean): Promise<number> {
  if (!existsSync(join(folder, EXPECTED))) {
    console.error(`There is no ${EXPECTED} in ${folder}.`);
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for await (const verdict of verifyLogs(folder)) {
    const right = verdict.figures.filter(({ same }) => same).length;
    passed += right;
    failed += verdict.figures.length - right + (verdict.problem === null ? 0 : 1);
    console.log(json ? JSON.stringify(verdict) : `${logReport(verdict)}\n`);
  }
  if (!json) console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? (passed === 0 ? 2 : 0) : 1;
}

function logReport({ log, figures, problem }: LogVerdict): string {
  const rows = figures.map(({ name, expected, actual, same }) => [
    same ? '✓' : '✗',
    name,
    shown(expected),
    shown(actual),
  ]);
  const listed = rows.length === 0 ? [] : [table(['', log, 'expected', 'ours'], rows)];
  const source = SOURCES[log] === undefined ? [] : [`Data: ${SOURCES[log]}`];
  return [...listed, ...source, ...(problem === null ? [] : [`✗ ${log}: ${problem}`])].join('\n');
}

function shown(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(4)));
  const text = value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text;
}
