export * from './helpdesk/adapter-context.ts';
export type * from './helpdesk/case.ts';
export type * from './helpdesk/desk.ts';
export type * from './helpdesk/fixture.ts';
export * from './helpdesk/run.ts';
export { runStoreConformance } from './store/conformance.ts';
export type { StoreMaker, StoreParts } from './store/harness.ts';
export { startPostgres, type TestPostgres } from './postgres.ts';
