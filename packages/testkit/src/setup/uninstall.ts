import type { AdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import type { ConformanceCase } from '../helpdesk/case.ts';
import { type Connectable, type SetupBench, withSetup } from './bench.ts';
import type { SetupDesk, SetupFixture } from './fixture.ts';

/** C10: what we made can be taken away without a trace, and nothing else is. */
export function uninstallCases<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
): readonly ConformanceCase[] {
  const bench = (run: (bench: SetupBench<Desk>) => Promise<void>) => () => withSetup(factory, fixture, run);

  return [
    {
      id: 'C10.1',
      title: 'uninstall leaves the account as it was found, and may be repeated',
      run: bench(async (at) => {
        const found = await fixture.objects(at.desk);
        const { plan } = await at.setUp();
        expect(await fixture.objects(at.desk)).not.toEqual(found);

        const leftovers = await at.provisioning.leftovers(at.signal);
        // what was made along with something planned is listed by itself
        expect(leftovers.map(({ key }) => key)).toEqual(expect.arrayContaining(plan.map(({ key }) => key)));
        for (const change of leftovers) {
          expect(change, change.key).toMatchObject({ action: 'delete', after: null });
          const { now } = await at.provisioning.apply(change, at.request, at.signal);
          expect(now).toBeNull();
        }

        expect(await fixture.objects(at.desk)).toEqual(found);
        expect(await at.provisioning.leftovers(at.signal)).toEqual([]);
        const before = at.writes();
        for (const change of leftovers) await at.provisioning.apply(change, at.request, at.signal);
        expect(at.writes()).toBe(before);
      }),
    },
    {
      id: 'C10.2',
      title: 'what somebody edited after the list was made is left standing: Conflict',
      run: bench(async (at) => {
        await at.setUp();
        const leftovers = await at.provisioning.leftovers(at.signal);
        for (const [key, edit] of Object.entries(fixture.editByHand)) {
          await edit(at.desk);
          const change = leftovers.find((each) => each.key === key);
          const before = [at.writes(), await fixture.objects(at.desk)];

          await expect(at.provisioning.apply(change!, at.request, at.signal), key).rejects.toMatchObject({
            code: 'CONFLICT',
          });
          expect([at.writes(), await fixture.objects(at.desk)], key).toEqual(before);
        }
      }),
    },
    {
      id: 'C10.3',
      title: 'an account in which we made nothing has nothing of ours; another connection’s objects are not ours',
      run: bench(async (at) => {
        expect(await at.provisioning.leftovers(at.signal)).toEqual([]);

        await at.setUp();
        const other = factory.create(fixture.config(at.desk), { ...at.context, connection: 'desk-2' });
        expect(await other.provisioning?.leftovers(at.signal)).toEqual([]);
      }),
    },
  ];
}
