import type { AdapterFactory } from '@stellwerk/ports';
import { expect } from 'vitest';
import type { ConformanceCase } from '../helpdesk/case.ts';
import type { DeskFault } from '../helpdesk/desk.ts';
import { receiveAt } from '../helpdesk/receiver.ts';
import { type Connectable, type SetupBench, withSetup } from './bench.ts';
import type { SetupDesk, SetupFixture } from './fixture.ts';

/** C9 of plan and apply: what is planned comes to stand once, and the next plan is empty. */
export function provisioningCases<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
): readonly ConformanceCase[] {
  const bench = (run: (bench: SetupBench<Desk>) => Promise<void>) => () => withSetup(factory, fixture, run);

  const cases: ConformanceCase[] = [
    {
      id: 'C9.20',
      title: 'a plan says what will stand, in both languages and without a secret; planning writes nothing',
      run: bench(async (at) => {
        const plan = await at.provisioning.plan(at.request, at.signal);

        expect(plan.length).toBeGreaterThan(0);
        expect(new Set(plan.map(({ key }) => key)).size).toBe(plan.length);
        for (const change of plan) {
          expect(change, change.key).toMatchObject({ action: 'create', before: null });
          expect(change.title.de.length * change.title.en.length, change.key).toBeGreaterThan(0);
        }
        if (at.request.webhookSecret) expect(JSON.stringify(plan)).not.toContain(at.request.webhookSecret);
        // it goes through the store and back before it is applied
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
        await at.provisioning.leftovers(at.signal);
        expect(at.writes()).toBe(0);
      }),
    },
    {
      id: 'C9.21',
      title: 'plan, apply, empty plan; applied again, nothing is written',
      run: bench(async (at) => {
        const { plan, applied } = await at.setUp();

        expect(await at.provisioning.plan(at.request, at.signal)).toEqual([]);
        expect(applied.map(({ key }) => key)).toEqual(plan.map(({ key }) => key));
        for (const [n, { remoteId, now }] of applied.entries()) {
          expect(remoteId).not.toBe('');
          expect(now).toEqual(plan[n]?.after);
        }
        const [before, objects] = [at.writes(), await fixture.objects(at.desk)];
        for (const change of plan) await at.provisioning.apply(change, at.request, at.signal);
        expect(at.writes()).toBe(before);
        expect(await fixture.objects(at.desk)).toEqual(objects);
      }),
    },
    {
      id: 'C9.22',
      title: 'after a lost or broken answer the same plan is applied again, and nothing stands twice',
      run: async () => {
        let untouched: unknown;
        await bench(async (at) => {
          await at.setUp();
          untouched = await fixture.objects(at.desk);
        })();
        for (const fault of UNCLEAR) await bench((at) => interrupted(at, fault, untouched))();
      },
    },
    {
      id: 'C9.23',
      title: 'what somebody edited is in the next plan as it stands, and applying it puts it right',
      run: bench(async (at) => {
        await at.setUp();
        for (const [key, edit] of Object.entries(fixture.editByHand)) {
          await edit(at.desk);

          const plan = await at.provisioning.plan(at.request, at.signal);
          expect(plan.map((change) => [change.key, change.action])).toEqual([[key, 'change']]);
          expect(plan[0]?.before).not.toEqual(plan[0]?.after);
          await at.provisioning.apply(plan[0]!, at.request, at.signal);
          expect(await at.provisioning.plan(at.request, at.signal), key).toEqual([]);
        }
      }),
    },
    {
      id: 'C9.24',
      title: 'Conflict when the provider no longer shows what the plan shows, and nothing is written',
      run: bench(async (at) => {
        await at.setUp();
        for (const [key, edit] of Object.entries(fixture.editByHand)) {
          await edit(at.desk);
          const [change] = await at.provisioning.plan(at.request, at.signal);
          const stale = { ...change!, before: { ...change!.before, somethingElse: true } };
          const before = at.writes();

          await expect(at.provisioning.apply(stale, at.request, at.signal), key).rejects.toMatchObject({
            code: 'CONFLICT',
          });
          expect(at.writes(), key).toBe(before);
          await at.provisioning.apply(change!, at.request, at.signal);
        }
      }),
    },
    {
      id: 'C9.25',
      title: 'discovery tells of what the account is made, with nothing of it written and no part silently missing',
      run: bench(async (at) => {
        const found = await at.adapter.discovery?.discover(at.signal);

        expect(found).toBeDefined();
        const hidden = new Set(found?.hidden.map(({ part }) => part as string));
        for (const [part, value] of Object.entries(found ?? {})) {
          if (value === null) expect(hidden, part).toContain(part);
        }
        for (const { reason } of found?.hidden ?? []) expect(reason.de.length * reason.en.length).toBeGreaterThan(0);
        expect(at.writes()).toBe(0);
      }),
    },
  ];
  const { act } = fixture;
  return act ? [...cases, deliveryCase(factory, fixture, act)] : cases;
}

/** The webhook made by a plan really sends, and what it sends passes the adapter's own check. */
function deliveryCase<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
  act: (desk: Desk) => void,
): ConformanceCase {
  return {
    id: 'C9.26',
    title: 'the webhook that was made sends signed deliveries, which are believed; others are not',
    run: () =>
      receiveAt(async (hookUrl, received) => {
        const withUrl = { ...fixture, request: { ...fixture.request, hookUrl } };
        await withSetup(factory, withUrl, async (at) => {
          const { applied } = await at.setUp();
          const secret = applied.find(({ webhookSecret }) => webhookSecret !== null)?.webhookSecret;
          const current = secret ?? at.request.webhookSecret;

          act(at.desk);
          const delivery = await received();

          const verify = (each: string) =>
            at.adapterWith({}, { current: each, previous: null }).verify(delivery, at.clock.now());
          expect(current).not.toBeNull();
          expect(verify(current!).key).not.toBe('');
          expect(() => verify(`${current}x`)).toThrow(expect.objectContaining({ code: 'WEBHOOK_REJECTED' }));
        });
      }),
  };
}

const UNCLEAR: readonly Omit<DeskFault, 'on'>[] = [
  ...(['reset', 'html'] as const).flatMap((kind) => [
    { kind, commit: 'before' as const },
    { kind, commit: 'after' as const },
  ]),
  { kind: 'status', status: 502, commit: 'after' },
];

/** Fails the first write of every change once. */
async function interrupted<Desk extends SetupDesk>(
  at: SetupBench<Desk>,
  fault: Omit<DeskFault, 'on'>,
  expected: unknown,
): Promise<void> {
  const name = JSON.stringify(fault);
  for (const change of await at.provisioning.plan(at.request, at.signal)) {
    at.desk.inject({ ...fault, on: /^(?:POST|PUT|PATCH) (?!.*\/(?:search|read)$)/ });
    const error: unknown = await at.provisioning
      .apply(change, at.request, at.signal)
      .catch((thrown: unknown) => thrown);
    at.desk.clearFaults();
    if (error instanceof Error) expect(error, `${change.key} after ${name}`).toMatchObject({ code: 'TRANSIENT' });

    await at.provisioning.apply(change, at.request, at.signal);
  }
  expect(await at.fixture.objects(at.desk), name).toEqual(expected);
}
