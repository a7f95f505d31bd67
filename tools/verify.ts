// `npm run -s verify -- payloads|metrics|logs FOLDER [--json]`: gives a folder of provider payloads to the adapters, tickets
// with expected metrics to the measures, or histories of support to the import.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { table } from './table.ts';
import { checkPayload, type PayloadVerdict } from './verify/check-payloads.ts';
import { printLogs } from './verify/logs/run.ts';
import { printMetrics } from './verify/metrics/run.ts';
import { payloadReaders } from './verify/payloads.ts';
import { type Payload, readPayloads } from './verify/read-payloads.ts';

const usage = `Usage: npm run -s verify -- payloads|metrics|logs FOLDER [--json]

  payloads FOLDER   reads every .json file below FOLDER that is a webhook of ${payloadReaders.map((each) => each.provider).join(', ')}:
                    a body alone, or a recording {"deliveries": [{"headers", "raw_body", "signature_token"}]}
  metrics FOLDER    computes the tickets of every .json file below FOLDER that is a list in the shape of Zendesk's tables, and
                    compares with the metrics and SLA clocks written in it; each difference with its cause
  logs FOLDER       imports the histories of FOLDER (see tools/verify/logs) by \`stellwerk import\`, and compares what is stored then
                    with the figures in its expected-kpis.json
  --json            one line of JSON for each payload or log; one object for metrics

Exit code: 0 all were read, 1 some were not, 2 nothing to read.
Example: npm run -s verify -- payloads adapters/zammad/test/recordings`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
const [what, folder] = positionals;

if (values.help) console.log(usage);
else if (what === 'payloads' && folder) process.exitCode = verifyPayloads(folder);
else if (what === 'metrics' && folder) process.exitCode = printMetrics(pathFor(folder), values.json);
else if (what === 'logs' && folder) process.exitCode = await printLogs(pathFor(folder), values.json);
else {
  console.error(usage);
  process.exitCode = 2;
}

function verifyPayloads(path: string): number {
  const payloads = payloadsIn(path);
  const verdicts = payloads.map((payload) => checkPayload(payload, payloadReaders, Date.now()));
  const known = verdicts.filter((verdict) => verdict.state !== 'unknown');
  report(known, verdicts.length - known.length);

  if (known.length === 0) return 2;
  return known.every((verdict) => verdict.state === 'read') ? 0 : 1;
}

/** npm changes to the root: a folder is meant from where the caller stands. */
function pathFor(folder: string): string {
  return resolve(process.env.INIT_CWD ?? '.', folder);
}

function payloadsIn(path: string): readonly Payload[] {
  try {
    return readPayloads(pathFor(path));
  } catch (error) {
    console.error(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
    return [];
  }
}

function report(known: readonly PayloadVerdict[], unknown: number): void {
  if (values.json) {
    for (const verdict of known) console.log(JSON.stringify(verdict));
    return;
  }
  const failed = known.filter((verdict) => verdict.state === 'failed').length;
  const rows = known.map(({ name, provider, state, note }) => [provider ?? '', name, state, note]);
  if (rows.length > 0) console.log(`${table(['provider', 'payload', '', 'what it became'], rows)}\n`);
  console.log(`${known.length - failed} read, ${failed} failed, ${unknown} files are no webhooks`);
}
