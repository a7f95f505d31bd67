// The system under test as a process of its own: the real `serve` on a policy file, on the proofs' fast clock. What is
// changed against the product stands here and comes from the environment: time limits, and for the controls the look-up
// of the tracker.
import { openInstallation } from '../../packages/cli/src/compose.ts';
import { loadConfig } from '../../packages/cli/src/installation/config.ts';
import { createLogger } from '../../packages/cli/src/installation/logger.ts';
import { serve } from '../../packages/cli/src/serving/serve.ts';
import { readChildSettings } from './support/child-settings.ts';
import { createScaledClock } from './support/scaled-clock.ts';
import { withChaosTimes } from './support/with-chaos-times.ts';

const settings = readChildSettings(process.env);
const clock = createScaledClock(settings.origin, settings.scale);
const config = loadConfig(settings.policy);
const logger = createLogger(settings.logLevel);
const installation = withChaosTimes(
  await openInstallation({ config, env: process.env, clock, logger, access: 'serve' }),
  settings,
);
const roles = { gateway: settings.role !== 'worker', worker: settings.role !== 'gateway' };
const serving = await serve(installation, roles, { host: '127.0.0.1', port: settings.port });

process.stdout.write(`${JSON.stringify({ url: serving.url, hooks: [...serving.hooks] })}\n`);
process.on('SIGTERM', () => {
  serving.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
// a child must not outlive the proof that started it
process.stdin.on('end', () => process.exit(1)).resume();
