import { runSetupConformance } from '@stellwerk/testkit';
import { describe } from 'vitest';
import { zammadAdapter } from '../src/index.ts';
import { oldFixture, setupFixture } from './setup-fixture.ts';

runSetupConformance(zammadAdapter, setupFixture);

describe('Zammad 5.2', () => runSetupConformance(zammadAdapter, oldFixture));
