import { runSetupConformance } from '@stellwerk/testkit';
import { describe } from 'vitest';
import { withFlatToken } from './flat-token.ts';
import { setupFixture, triggerFixture } from './setup-fixture.ts';

runSetupConformance(withFlatToken, setupFixture);

describe('where the account sends no ticket events', () => runSetupConformance(withFlatToken, triggerFixture));
