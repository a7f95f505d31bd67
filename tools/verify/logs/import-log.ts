import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, deriveKeys, loadConfig, openInstallation, systemClock } from '@stellwerk/cli';
import { caseOf, type LogCase } from './rows.ts';

const MAIN = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url));
const CONNECTION = 'log';
const POLICY = `version: 1\nconnections: { ${CONNECTION}: { kind: import } }\n`;
const PAGE = 500;

/** A log as the product holds it after `stellwerk import`. */
export interface ImportedLog {
  readonly cases: readonly LogCase[];
  /** The pseudonym under which a person of the file is stored. */
  readonly pseudonym: (name: string) => string;
  /** What the import said of itself. */
  readonly said: { readonly rows: number; readonly badRows: number; readonly added: number };
}

/** Imports a log by the real command into an installation of its own, and reads what is stored there. The folder is removed. */
export async function importLog(file: string, mapping: string): Promise<ImportedLog> {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-log-'));
  try {
    writeFileSync(join(folder, 'stellwerk.yaml'), POLICY);
    const said = JSON.parse(
      await stellwerk(folder, ['import', file, '--mapping', mapping, '--json']),
    ) as ImportedLog['said'];
    return { said, ...(await stored(folder)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function stellwerk(folder: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // 1: rows were left out, which the result says
    child.on('close', (code) => (code === 0 || code === 1 ? resolve(stdout) : reject(new Error(`${stdout}${stderr}`))));
  });
}

async function stored(folder: string): Promise<Omit<ImportedLog, 'said'>> {
  const options = { config: loadConfig(join(folder, 'stellwerk.yaml')), env: {}, clock: systemClock };
  const installation = await openInstallation({ ...options, logger: createLogger('silent'), access: 'read' });
  try {
    const { lanes } = installation.store;
    const cases: LogCase[] = [];
    for (let after = 0; ; ) {
      const page = await lanes.list({ connection: CONNECTION, limit: PAGE, after });
      for (const { key } of page) cases.push(caseOf(await lanes.events(key)));
      const last = page.at(-1);
      if (!last) break;
      after = last.id;
    }
    const { pseudonym } = deriveKeys(installation.master);
    return { cases, pseudonym: (name) => pseudonym(CONNECTION, 'person', name) };
  } finally {
    await installation.close();
  }
}
