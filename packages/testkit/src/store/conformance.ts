import { describe } from 'vitest';
import { changeCases } from './changes.ts';
import { deliveryCases } from './deliveries.ts';
import { effectCases } from './effects.ts';
import { type StoreMaker, storesOf } from './harness.ts';
import { laneCases } from './lanes.ts';
import { settingCases } from './settings.ts';
import { timerCases } from './timers.ts';

/** What every store must do, case by case. Call it at the top of a test file. */
export function runStoreConformance(name: string, maker: StoreMaker): void {
  describe(`store conformance: ${name}`, () => {
    const stores = storesOf(maker);
    deliveryCases(stores);
    laneCases(stores);
    timerCases(stores);
    effectCases(stores);
    settingCases(stores);
    changeCases(stores);
  });
}
