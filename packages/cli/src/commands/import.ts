import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeatures } from '@stellwerk/core';
import { type Imported, type ImportRequest, importHistory, MappingRefused } from '@stellwerk/importer';
import type { Installation } from '../compose.ts';
import { type CommandContext, openOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type LoadedConfig, loadConfig } from '../installation/config.ts';
import { deriveKeys } from '../installation/keys.ts';
import { openWorking, type Worked } from '../installation/open-working.ts';
import { CommandError, usageError } from '../output/command-error.ts';
import { createProgress } from '../output/progress.ts';
import { onInterrupt } from '../serving/interrupt.ts';
import { drainAlone } from './backfill/drain.ts';
import { importLines } from './importing/lines.ts';
import { fileMissing, type MappingFile, readMappingFile } from './importing/mapping-file.ts';
import { stageFile } from './importing/stage-file.ts';
import { storeSink } from './importing/store-sink.ts';
import { knownConnection } from './known.ts';

/** Options of `import`. */
export interface ImportOptions {
  readonly mapping: string;
  /** Left out: the only connection of kind `import`. */
  readonly connection?: string;
  readonly dryRun?: boolean;
}

/** The JSON of `import`. */
export interface ImportResult extends Imported {
  readonly file: string;
  readonly mapping: string;
  readonly connection: string;
  readonly dryRun: boolean;
  readonly worked: Worked;
  /** Tickets not decided on yet. */
  readonly left: number;
}

/** Reads a history from a file into a connection of kind `import`, and decides on it. Done twice, it adds nothing. */
export async function importCommand(context: CommandContext, file: string, options: ImportOptions): Promise<number> {
  const config = loadConfig(context.config);
  const mapping = readMappingFile(options.mapping);
  if (!existsSync(file)) throw fileMissing(file);
  const connection = importConnection(config, options.connection);
  const interrupt = onInterrupt(); // from here on Ctrl-C ends the run in order
  const run: Run = { context, config, file, mapping, connection, signal: interrupt.signal };
  try {
    const done = options.dryRun ? await tryOut(run) : await store(run);
    const dryRun = options.dryRun ?? false;
    const result: ImportResult = { file, mapping: options.mapping, connection, dryRun, ...done };
    const { language } = context.output;
    context.output.result(result, () => importLines(result, language, config.policy.input.locale.timezone));
    if (interrupt.signal.aborted) return EXIT.interrupted;
    return result.badRows === 0 ? EXIT.ok : EXIT.failed;
  } finally {
    interrupt.release();
  }
}

interface Run {
  readonly context: CommandContext;
  readonly config: LoadedConfig;
  readonly file: string;
  readonly mapping: MappingFile;
  readonly connection: string;
  readonly signal: AbortSignal;
}

type Done = Imported & Pick<ImportResult, 'worked' | 'left'>;

/** Counts everything and stores nothing: no database is opened, and names stay in the file. */
async function tryOut(run: Run): Promise<Done> {
  const folder = mkdtempSync(join(tmpdir(), 'stellwerk-import-'));
  try {
    const imported = await read(run, { folder, pseudonym: (kind, id) => `${kind}:${id}`, sink: null });
    return { ...imported, worked: 'alone', left: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function store(run: Run): Promise<Done> {
  const { context, config, connection, signal } = run;
  const { installation, worked } = await openWorking(openOptions(context, 'serve', config));
  try {
    const { store, runtime, master } = installation;
    await store.connections.ensure(connection, 'import', runtime.clock.now());
    const { pseudonym } = deriveKeys(master);
    const imported = await read(run, {
      folder: config.folder,
      pseudonym: (kind, id) => pseudonym(connection, kind, id),
      sink: storeSink(store, connection, runtime.clock),
    });
    return { ...imported, worked, left: await decide(installation, worked, context, signal) };
  } finally {
    await installation.close();
  }
}

async function decide({ runtime }: Installation, worked: Worked, { output }: CommandContext, signal: AbortSignal) {
  if (worked === 'beside') return (await runtime.store.admin.counts()).lanes_ready ?? 0;
  return drainAlone(runtime, createProgress((output.language === 'de' ? 'bewerten' : 'deciding').padEnd(14)), signal);
}

interface Target extends Pick<ImportRequest, 'sink'> {
  readonly folder: string;
  readonly pseudonym: ImportRequest['context']['pseudonym'];
}

async function read({ context, config, file, mapping, signal }: Run, { folder, pseudonym, sink }: Target) {
  const german = context.output.language === 'de';
  const labels = german ? { reading: 'lesen', storing: 'Tickets' } : { reading: 'reading', storing: 'tickets' };
  const bars = {
    reading: createProgress(labels.reading.padEnd(14)),
    storing: createProgress(labels.storing.padEnd(14)),
  };
  try {
    return await importHistory({
      file,
      mapping: mapping.mapping,
      context: { pseudonym, features: createFeatures(config.policy.input.patterns) },
      stage: stageFile(folder),
      sink,
      now: Date.now(),
      signal,
      onProgress: (phase, share, seen) => bars[phase].update(share, seen, null),
    });
  } catch (error) {
    throw error instanceof MappingRefused ? mapping.refused(error.issues) : error;
  } finally {
    bars.reading.end();
  }
}

function importConnection(config: LoadedConfig, asked: string | undefined): string {
  const { connections } = config.policy.input;
  const fitting = Object.keys(connections).filter((name) => connections[name]?.kind === 'import');
  if (asked !== undefined) {
    const name = knownConnection(config, asked);
    if (fitting.includes(name)) return name;
    throw usageError({
      de: `${name} ist ein Konto und kein Ziel für Dateien: \`kind: import\` ist es.`,
      en: `${name} is an account, files do not go there: \`kind: import\` is for them.`,
    });
  }
  const [only, ...others] = fitting;
  if (only === undefined) throw new CommandError('NO_IMPORT_CONNECTION', NONE, EXIT.config);
  if (others.length === 0) return only;
  throw usageError({
    de: `Welche Verbindung? --connection mit einer von: ${fitting.join(', ')}`,
    en: `Which connection? --connection with one of: ${fitting.join(', ')}`,
  });
}

const NONE = {
  de: 'Die Policy-Datei hat keine Verbindung für Dateien. Eintragen: connections: { archiv: { kind: import } }',
  en: 'The policy file has no connection for files. Add: connections: { archive: { kind: import } }',
};
