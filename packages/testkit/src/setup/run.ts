import type { AdapterFactory } from '@stellwerk/ports';
import { describe, it } from 'vitest';
import type { ConformanceCase } from '../helpdesk/case.ts';
import type { Connectable } from './bench.ts';
import { connectCases } from './connect.ts';
import type { SetupDesk, SetupFixture } from './fixture.ts';
import { provisioningCases } from './provisioning.ts';
import { uninstallCases } from './uninstall.ts';

/** Every case of connecting, setting up and taking away, for those who want to run single ones. */
export function setupCases<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
): readonly ConformanceCase[] {
  return [
    ...connectCases(factory, fixture),
    ...provisioningCases(factory, fixture),
    ...uninstallCases(factory, fixture),
  ];
}

/** Declares the suite for one adapter, helpdesk or tracker: C2 connect, C9 plan and apply, C10 uninstall. */
export function runSetupConformance<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
): void {
  describe(`${factory.manifest.name}, connected and set up`, () => {
    for (const { id, title, run } of setupCases(factory, fixture)) it(`${id} ${title}`, run);
  });
}
