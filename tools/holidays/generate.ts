/**
 * Writes packages/core/src/calendar/generated/holidays.ts from the package `date-holidays` (statutory days only, type
 * `public`), so that nobody pays for that package at run time. Run: `node tools/holidays/generate.ts`.
 */
import { writeFileSync } from 'node:fs';
import { renderTable } from './render-table.ts';

writeFileSync(new URL('../../packages/core/src/calendar/generated/holidays.ts', import.meta.url), renderTable());
