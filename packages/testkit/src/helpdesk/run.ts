import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { describe, it } from 'vitest';
import type { ConformanceCase } from './case.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { helpdeskIngress } from './ingress.ts';
import { mappingCases } from './mapping.ts';
import { openingCases } from './opening.ts';
import { readingCases } from './reading.ts';
import { selfCases } from './self.ts';
import { writeCases } from './writes.ts';

/** Every case, for those who want to run single ones (a test that the suite can fail, for one). */
export function helpdeskCases(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): readonly ConformanceCase[] {
  return [helpdeskIngress, selfCases, readingCases, mappingCases, writeCases, openingCases].flatMap((cases) =>
    cases(factory, fixture),
  );
}

/** Declares the suite for one helpdesk: C3 ingress, C5 own writes, C6 reading, C8 mapping, C9 writes, C12 opening. */
export function runHelpdeskConformance(factory: HelpdeskAdapterFactory, fixture: HelpdeskFixture): void {
  describe(`${factory.manifest.name} as a helpdesk`, () => {
    for (const { id, title, run } of helpdeskCases(factory, fixture)) {
      it(`${id} ${title}`, async ({ skip }) => {
        const reason = fixture.notApplicable?.[id];
        if (reason) return skip(reason);
        return run();
      });
    }
  });
}
