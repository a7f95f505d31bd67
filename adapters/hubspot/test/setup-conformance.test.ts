import { runSetupConformance } from '@stellwerk/testkit';
import { hubspotAdapter } from '../src/index.ts';
import { setupFixture } from './setup-fixture.ts';

runSetupConformance(hubspotAdapter, setupFixture);
