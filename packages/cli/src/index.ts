export { type Installation, type OpenOptions, openInstallation } from './compose.ts';
export type { MoreAdapters } from './installation/adapters.ts';
export { type LoadedConfig, loadConfig } from './installation/config.ts';
export { deriveKeys } from './installation/keys.ts';
export { createLogger } from './installation/logger.ts';
export { systemClock } from './installation/system-clock.ts';
export { type Roles, type Serving, serve } from './serving/serve.ts';
