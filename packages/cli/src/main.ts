import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// from the second start on, half of the CPU time: types are stripped and code compiled once
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled'));
await import('./run.ts');
