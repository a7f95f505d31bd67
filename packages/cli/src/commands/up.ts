import { existsSync, writeFileSync } from 'node:fs';
import { openInstallation } from '../compose.ts';
import { runClock } from '../demo/demo-clock.ts';
import { type Demo, playUntil, startDemo, summaryLines } from '../demo/run-demo.ts';
import { standsThere, unprovenWrites } from '../demo/summary.ts';
import { EXIT } from '../exit-codes.ts';
import { loadConfig } from '../installation/config.ts';
import { createLogger } from '../installation/logger.ts';
import { systemClock } from '../installation/system-clock.ts';
import type { Output } from '../output/output.ts';
import { serve } from '../serving/serve.ts';
import { exitAtSignal, untilStopped } from '../serving/until-stopped.ts';

/** Options of `stellwerk up`. */
export interface UpOptions {
  readonly config: string;
  readonly once?: boolean;
  readonly out?: string;
  readonly demo?: boolean;
  readonly seed: string;
  readonly days?: string;
  readonly speed: string;
  readonly port?: string;
  readonly logLevel?: string;
}

/** With a policy file: serves it. Without one: the demo. */
export async function up(options: UpOptions, output: Output, env: NodeJS.ProcessEnv): Promise<number> {
  if (!options.demo && existsSync(options.config)) return serveFile(options, output, env);
  return options.once ? demoOnce(options, output) : demoOn(options, output);
}

async function serveFile(options: UpOptions, output: Output, env: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(options.config);
  const logger = createLogger(options.logLevel ?? 'info');
  const installation = await openInstallation({ config, env, clock: systemClock, logger, access: 'serve' });
  const { host, port } = config.policy.input.listen;
  const serving = await serve(
    installation,
    { gateway: true, worker: true },
    { host, port: Number(options.port ?? port) },
  );
  output.say({ de: `Stellwerk läuft: ${serving.url}`, en: `Stellwerk is running: ${serving.url}` });
  for (const [name, url] of serving.hooks) output.line(`  ${name}: ${url}`);
  await untilStopped();
  await serving.stop();
  return EXIT.ok;
}

const ONCE_BEGIN = Date.parse('2026-11-03T07:00:00+01:00'); // a Tuesday: two working days follow
const DAY_MS = 86_400_000;

async function demoOnce(options: UpOptions, output: Output): Promise<number> {
  exitAtSignal();
  const demo = await startDemo({
    historyDays: Number(options.days ?? 14),
    maxTickets: 1_200,
    seed: Number(options.seed),
    begin: ONCE_BEGIN,
    port: Number(options.port ?? 0),
    output,
    logger: createLogger(options.logLevel ?? 'silent'),
  });
  try {
    let shown = 0;
    await playUntil(demo, demo.clock.now() + 2 * DAY_MS, (now) => {
      const hours = Math.floor((now - ONCE_BEGIN) / 3_600_000);
      if (hours >= shown + 6) output.say({ de: `  live: ${hours} Stunden`, en: `  live: ${hours} hours` });
      if (hours >= shown + 6) shown = hours;
    });
    const summary = await demo.summary();
    if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify(summary, null, 2)}\n`);
    output.result(summary, () => summaryLines(summary));
    const unproven = await unprovenWrites(demo.world, demo.installation.store);
    for (const key of unproven)
      output.say({ de: `fehlt oder doppelt beim Anbieter: ${key}`, en: `missing or double at the provider: ${key}` });
    return standsThere(summary, unproven) ? EXIT.ok : EXIT.failed;
  } finally {
    await demo.stop();
  }
}

async function demoOn(options: UpOptions, output: Output): Promise<number> {
  const release = exitAtSignal();
  const demo = await startDemo({
    historyDays: Number(options.days ?? 90),
    maxTickets: 6_500,
    seed: Number(options.seed),
    begin: lastWorkingMorning(),
    port: Number(options.port ?? 8080),
    output,
    logger: createLogger(options.logLevel ?? 'silent'),
  });
  output.say({
    de: `Stellwerk läuft: ${demo.serving.url} · 1 Sekunde = ${Number(options.speed) / 60} Minuten · Strg+C beendet`,
    en: `Stellwerk is running: ${demo.serving.url} · 1 second = ${Number(options.speed) / 60} minutes · Ctrl+C ends it`,
  });
  for (const [name, { url }] of demo.world.desks) output.line(`  ${name.padEnd(14)} ${url}`);
  output.line(`  ${'github-main'.padEnd(14)} ${demo.world.github.url}`);
  const halt = playOn(demo, Number(options.speed), output);
  release();
  await untilStopped();
  halt();
  await demo.stop();
  return EXIT.ok;
}

/** Eight o'clock in Berlin on the last working day: a desk at night would be a dull demo. */
function lastWorkingMorning(): number {
  let morning = Temporal.Now.zonedDateTimeISO('Europe/Berlin').with({ hour: 8, minute: 0, second: 0, millisecond: 0 });
  while (morning.dayOfWeek > 5 || morning.epochMilliseconds > Date.now()) morning = morning.subtract({ days: 1 });
  return morning.epochMilliseconds;
}

/** Lets the clock run and the desk work along with it; a line of figures every few seconds. */
function playOn(demo: Demo, speed: number, output: Output): () => void {
  const steps = demo.workload.historyUntil({ from: demo.clock.now(), to: demo.clock.now() + 3_650 * DAY_MS });
  let next = steps.next();
  const play = setInterval(() => {
    while (!next.done && next.value.at <= demo.clock.now()) {
      next.value.run();
      next = steps.next();
    }
  }, 50);
  const stopClock = runClock(demo.clock, speed);
  const show = setInterval(
    () => void demo.summary().then((summary) => output.line(liveLine(summary, demo.clock.now(), output.language))),
    5_000,
  );
  return () => {
    clearInterval(play);
    clearInterval(show);
    stopClock();
  };
}

function liveLine(summary: Awaited<ReturnType<Demo['summary']>>, now: number, language: 'de' | 'en'): string {
  const when = new Intl.DateTimeFormat(language, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Berlin',
  }).format(now);
  const {
    tickets,
    events,
    tierChanges,
    slaBreaches,
    escalations,
    tagsWritten,
    notesWritten,
    issuesCreated,
    issuesClosedBack,
  } = summary;
  return language === 'de'
    ? `${when} · ${tickets} Tickets · ${events} Ereignisse · ${tierChanges} Stufenwechsel · ${slaBreaches} verletzt · ${escalations} Eskalationen · ${tagsWritten} Tags · ${notesWritten} Notizen · ${issuesCreated} Issues (${issuesClosedBack} zurückgemeldet)`
    : `${when} · ${tickets} tickets · ${events} events · ${tierChanges} tier changes · ${slaBreaches} breached · ${escalations} escalations · ${tagsWritten} tags · ${notesWritten} notes · ${issuesCreated} issues (${issuesClosedBack} reported back)`;
}
