import type { HelpdeskWrite } from '@stellwerk/core';
import { writeClassOf } from '@stellwerk/core';
import type { HelpdeskAdapter, HelpdeskAdapterFactory, Sendable, WebhookSecrets } from '@stellwerk/ports';
import { createTestContext, type TestContext } from './adapter-context.ts';
import type { ConformanceDesk, DeskActor } from './desk.ts';
import type { HelpdeskFixture } from './fixture.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export const SECRET = 'conformance-webhook-secret-1';
/** Monday morning. */
export const START = Date.UTC(2026, 10, 23, 8);
export const MINUTE = 60_000;

/** One listening simulator with an adapter on it, some people and a ticket. */
export interface Bench {
  readonly desk: ConformanceDesk;
  readonly clock: VirtualClock;
  readonly adapter: HelpdeskAdapter;
  readonly context: TestContext;
  readonly signal: AbortSignal;
  readonly fixture: HelpdeskFixture;
  readonly groups: readonly [string, string];
  readonly agent: DeskActor & { readonly kind: 'agent' };
  readonly customerId: string;
  /** Pseudonyms under which customer and agent must show. */
  readonly refs: { readonly customer: string; readonly agent: string };
  /** Opens a ticket for the customer. */
  openTicket(input?: { readonly subject?: string; readonly body?: string; readonly tags?: readonly string[] }): string;
  /** Another adapter on the same desk. */
  adapterWith(change: Readonly<Record<string, unknown>>, secrets?: WebhookSecrets): HelpdeskAdapter;
}

/** People and texts that must never show up in an event. */
export const CANARIES = [
  'Canarina',
  'canarina@customer.example',
  'Vogelsang',
  'canary-body-7731',
  'canary-subject-7731',
];

/** Runs one case on a bench of its own and takes it down after. */
export async function withBench(
  factory: HelpdeskAdapterFactory,
  fixture: HelpdeskFixture,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const clock = createVirtualClock(START);
  const desk = fixture.makeDesk({ now: clock.now });
  await desk.listen();
  try {
    await run(makeBench(factory, fixture, desk, clock));
  } finally {
    await desk.stop();
  }
}

function makeBench(
  factory: HelpdeskAdapterFactory,
  fixture: HelpdeskFixture,
  desk: ConformanceDesk,
  clock: VirtualClock,
): Bench {
  const groups = fixture.facts?.groups ?? (['1st Level', '2nd Level'] as const);
  const secrets = { current: SECRET, previous: null };
  const context = testContext(clock, secrets);
  const organisation = desk.addOrganisation({ name: 'Vogelsang GmbH', plan: 'Enterprise' });
  const customer = desk.addCustomer({
    name: 'Canarina Vogelsang',
    email: 'canarina@customer.example',
    organisationId: organisation.id,
  });
  const agent = desk.addAgent({ name: 'Alex Agent', email: 'alex@desk.example', groups });
  const personId = fixture.facts?.personId ?? { customer: (id: string) => id, agent: (id: string) => id };
  clock.advance(MINUTE);

  return {
    desk,
    clock,
    context,
    fixture,
    groups,
    adapter: factory.create(fixture.config(desk), context),
    signal: AbortSignal.timeout(30_000),
    agent: { kind: 'agent', id: agent.id },
    customerId: customer.id,
    refs: {
      customer: context.pseudonym('person', personId.customer(customer.id)),
      agent: context.pseudonym('person', personId.agent(agent.id)),
    },
    openTicket: (input = {}) => {
      const { subject = 'canary-subject-7731 printer', body = 'canary-body-7731 it is a bug', tags = [] } = input;
      const priority = 'P3' as const;
      return desk.createTicket({
        requesterId: customer.id,
        subject,
        body,
        priority,
        channel: 'email',
        group: groups[0],
        tags,
      });
    },
    adapterWith: (change, other = secrets) =>
      factory.create({ ...fixture.config(desk), ...change }, testContext(clock, other)),
  };
}

function testContext(clock: VirtualClock, secrets: WebhookSecrets): TestContext {
  return createTestContext({ clock, secrets });
}

/** An effect as the runtime hands it to an adapter. Same `key`, same marker. */
export function sendable(ticketId: string, write: HelpdeskWrite, key: string): Sendable<HelpdeskWrite> {
  const effect = {
    key,
    connection: 'desk',
    writeClass: writeClassOf(write.kind),
    write,
    at: START,
    mode: 'auto',
    coalesceKey: null,
    rule: 'conformance',
    reason: { code: 'test', rule: null, facts: {} },
  } as const;
  return { effect, ticketId, marker: markerOf(key), sendingSince: START };
}

/** 26 characters of A–Z and 2–7, as the runtime's keyed markers have. */
export function markerOf(key: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let state = 7;
  let marker = '';
  for (let n = 0; n < 26; n++) {
    for (const unit of key) state = (state * 33 + unit.charCodeAt(0) + n) % 2_147_483_647;
    marker += letters[state % 32];
  }
  return marker;
}
