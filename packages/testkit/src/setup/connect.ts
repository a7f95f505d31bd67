import type { AdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import type { ConformanceCase } from '../helpdesk/case.ts';
import { type Connectable, type SetupBench, withSetup } from './bench.ts';
import type { MakeDesk, SetupDesk, SetupFixture } from './fixture.ts';

const TEN_MINUTES = 600_000;

/** C2: a good account is told as it is; a wrong secret, a missing right, a wrong host and a skewed clock are each named. */
export function connectCases<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
): readonly ConformanceCase[] {
  const bench = (run: (bench: SetupBench<Desk>) => Promise<void>, makeDesk?: MakeDesk<Desk>) => () =>
    withSetup(factory, fixture, run, makeDesk);

  return [
    {
      id: 'C2.1',
      title: 'a good account: who we are, each right of the manifest granted, no clock off, nothing written',
      run: bench(async (at) => {
        const probe = await at.adapter.probe(at.signal);

        expect(probe.identity).not.toBe('');
        expect(probe.selfId).not.toBe('');
        expect(probe.missingScopes).toEqual([]);
        expect(Math.abs(probe.clockSkewMs ?? 0)).toBeLessThanOrEqual(1000);
        expect(probe.warnings.map(({ code }) => code).sort()).toEqual([...(fixture.warnings ?? [])].sort());
        const wanted = at.adapter.manifest.permissions.map(({ scope, for: use }) => `${use} ${scope}`);
        expect(probe.rights?.map((right) => `${right.for} ${right.scope}`)).toEqual(wanted);
        expect(probe.rights?.filter(({ granted }) => granted === false)).toEqual([]);
        expect(at.writes()).toBe(0);
      }),
    },
    {
      id: 'C2.2',
      title: 'wrong credentials are AuthExpired, and stand in no message and no log',
      run: bench(async (at) => {
        const credential = 'canary-credential-4711';
        const wrong = at.adapterWith({ [fixture.credentialField]: credential });

        const error: unknown = await wrong.probe(at.signal).catch((thrown: unknown) => thrown);

        expect(error).toMatchObject({ code: 'AUTH_EXPIRED' });
        const told = JSON.stringify([at.context.lines, error instanceof Error && [error.message, error.stack]]);
        expect(told).not.toContain(credential);
      }),
    },
    ...fixture.lacking.map(({ scope, for: use, makeDesk }, n) => ({
      id: `C2.3.${n + 1}`,
      title: `an account that lacks ${scope} for ${use} is told so, and no other right is`,
      run: bench(async (at) => {
        const probe = await at.adapter.probe(at.signal);

        const denied = probe.rights?.filter(({ granted }) => granted === false);
        expect(denied?.map((right) => [right.scope, right.for])).toContainEqual([scope, use]);
        // what is for setup alone holds nothing up
        expect(probe.missingScopes.includes(scope)).toBe(use !== 'setup');
      }, makeDesk),
    })),
    {
      id: 'C2.4',
      title: 'a host where nobody answers is Transient: not sent, so not ambiguous',
      run: bench(async (at) => {
        const lost = at.adapterWith(fixture.elsewhere(at.desk));

        await expect(lost.probe(at.signal)).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
      }),
    },
    {
      id: 'C2.5',
      title: 'a clock that is off is measured and warned of',
      run: bench(
        async (at) => {
          const probe = await at.adapter.probe(at.signal);

          expect(Math.abs((probe.clockSkewMs ?? 0) - TEN_MINUTES)).toBeLessThanOrEqual(1000);
          expect(probe.warnings.map(({ code }) => code)).toContain('clock_skewed');
        },
        ({ now }) => fixture.makeBare({ now: () => now() + TEN_MINUTES }),
      ),
    },
  ];
}
