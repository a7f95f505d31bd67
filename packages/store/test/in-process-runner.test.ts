import { runRunnerConformance } from '@stellwerk/testkit';
import { createInProcessRunner } from '../src/index.ts';

runRunnerConformance('in process', async (clock, onError) => createInProcessRunner(clock, { onError }));
