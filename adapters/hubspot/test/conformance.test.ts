import { runHelpdeskConformance } from '@stellwerk/testkit';
import { hubspotAdapter } from '../src/index.ts';
import { hubspotFixture } from './hubspot-fixture.ts';

runHelpdeskConformance(hubspotAdapter, hubspotFixture);
