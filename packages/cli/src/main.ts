import { enableCompileCache } from 'node:module';

enableCompileCache(); // from the second start on, half of the CPU time: types are stripped and code compiled once
await import('./run.ts');
