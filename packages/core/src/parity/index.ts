export { CAUSE_TEXTS as PARITY_CAUSE_TEXTS, CAUSES as PARITY_CAUSES, type Cause as ParityCause } from './causes.ts';
export type { Difference as ParityDifference } from './difference.ts';
export { type ParityCase, type ParityOptions, type ParityReport, runParity } from './parity-report.ts';
export type { Mismatch as ParityMismatch } from './zammad/run-case.ts';
export { ZENDESK_STATUSES } from './zendesk/own-zendesk.ts';
export { ZendeskCase } from './zendesk/zendesk-case.ts';
