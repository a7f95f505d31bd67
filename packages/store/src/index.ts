export { openPostgresStore, type PostgresStoreOptions } from './postgres/open.ts';
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open.ts';
