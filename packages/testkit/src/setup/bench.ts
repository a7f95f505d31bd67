import type {
  AdapterFactory,
  AppliedChange,
  HelpdeskAdapter,
  ProviderChange,
  Provisioning,
  SetupRequest,
  WebhookSecrets,
} from '@stellwerk/ports';
import { createTestContext, type TestContext } from '../helpdesk/adapter-context.ts';
import { SECRET, START } from '../helpdesk/bench.ts';
import { createVirtualClock, type VirtualClock } from '../helpdesk/virtual-clock.ts';
import type { MakeDesk, SetupDesk, SetupFixture } from './fixture.ts';

/** The members of an adapter that setting up and connecting are about. */
export type Connectable = Pick<HelpdeskAdapter, 'manifest' | 'probe' | 'verify' | 'provisioning' | 'discovery'>;

/** One listening simulator with an adapter on it. */
export interface SetupBench<Desk extends SetupDesk> {
  readonly desk: Desk;
  readonly clock: VirtualClock;
  readonly context: TestContext;
  readonly adapter: Connectable;
  readonly provisioning: Provisioning;
  readonly request: SetupRequest;
  readonly signal: AbortSignal;
  readonly fixture: SetupFixture<Desk>;
  adapterWith(change: Readonly<Record<string, unknown>>, secrets?: WebhookSecrets): Connectable;
  /** Requests so far that changed something. */
  writes(): number;
  /** Plans and carries out the whole plan; from then on the adapter knows a secret that the provider made. */
  setUp(): Promise<{ readonly plan: readonly ProviderChange[]; readonly applied: readonly AppliedChange[] }>;
}

const HOOK_URL = 'https://gateway.example/hooks/desk';

/** Runs one case on a bench of its own and takes it down after. */
export async function withSetup<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
  run: (bench: SetupBench<Desk>) => Promise<void>,
  makeDesk: MakeDesk<Desk> = fixture.makeBare,
): Promise<void> {
  const clock = createVirtualClock(START);
  const desk = makeDesk({ now: clock.now });
  await desk.listen();
  try {
    await run(makeBench(factory, fixture, desk, clock));
  } finally {
    await desk.stop();
  }
}

function makeBench<Desk extends SetupDesk>(
  factory: AdapterFactory<Connectable>,
  fixture: SetupFixture<Desk>,
  desk: Desk,
  clock: VirtualClock,
): SetupBench<Desk> {
  const request: SetupRequest = {
    hookUrl: HOOK_URL,
    webhookSecret: SECRET,
    tiers: ['T0', 'T1', 'T2', 'T3', 'T4'],
    labels: [],
    ...fixture.request,
  };
  let secrets: WebhookSecrets = { current: request.webhookSecret, previous: null };
  const context = createTestContext({ clock });
  const live = { ...context, webhookSecrets: () => secrets };
  const adapter = factory.create(fixture.config(desk), live);
  const { provisioning } = adapter;
  if (!provisioning) throw new Error('The adapter offers no provisioning');
  const signal = AbortSignal.timeout(30_000);
  const isWrite = fixture.isWrite ?? (({ method }) => method !== 'GET');

  return {
    desk,
    clock,
    context,
    adapter,
    provisioning,
    request,
    signal,
    fixture,
    adapterWith: (change, other = secrets) =>
      factory.create({ ...fixture.config(desk), ...change }, { ...context, webhookSecrets: () => other }),
    writes: () => desk.requests.filter(isWrite).length,
    async setUp() {
      const plan = await provisioning.plan(request, signal);
      const applied: AppliedChange[] = [];
      for (const change of plan) {
        const done = await provisioning.apply(change, request, signal);
        if (done.webhookSecret !== null) secrets = { current: done.webhookSecret, previous: null };
        applied.push(done);
      }
      return { plan, applied };
    },
  };
}
