import { runSetupConformance } from '@stellwerk/testkit';
import { githubAdapter } from '../src/index.ts';
import { setupFixture } from './setup-fixture.ts';

runSetupConformance(githubAdapter, setupFixture);
