export { importAdapter } from './adapter.ts';
export { type BadRow, type Imported, type ImportRequest, importHistory, type StorySink } from './import-history.ts';
export { type Mapping, type ParsedMapping, parseMapping } from './mapping/mapping.ts';
export { MappingRefused } from './mapping-refused.ts';
export type { ValueCount, ValueCounts } from './rows/tally.ts';
