import { runHelpdeskConformance } from '@stellwerk/testkit';
import { zammadAdapter } from '../src/index.ts';
import { zammadFixture } from './zammad-fixture.ts';

runHelpdeskConformance(zammadAdapter, zammadFixture);
