export { openPostgresStore, type PostgresStoreOptions } from './postgres/open.ts';
export { createGraphileRunner, type GraphileRunnerOptions } from './runner/graphile.ts';
export { createInProcessRunner, type RunnerOptions } from './runner/in-process.ts';
export { type KeySource, loadKey } from './secrets/key-file.ts';
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open.ts';
