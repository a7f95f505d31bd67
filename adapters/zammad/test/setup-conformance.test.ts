import { runSetupConformance } from '@stellwerk/testkit';
import { zammadAdapter } from '../src/index.ts';
import { setupFixture } from './setup-fixture.ts';

runSetupConformance(zammadAdapter, setupFixture);
