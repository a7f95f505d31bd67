import { createHubspotSimulator, type HubspotSimulator } from '../../src/hubspot/simulator.ts';

export const TOKEN = 'pat-eu1-a-token';

/** A clock that tests move. */
export interface TestClock {
  now: number;
}

/** A running simulator with one company, one contact and one agent. */
export interface Started {
  readonly hubspot: HubspotSimulator;
  readonly clock: TestClock;
  readonly company: string;
  readonly contact: string;
  readonly agent: string;
}

/** Starts a simulator with limits off unless told otherwise. */
export async function started(options: Partial<Parameters<typeof createHubspotSimulator>[0]> = {}): Promise<Started> {
  const clock = { now: Date.parse('2026-11-23T09:00:00.000Z') };
  const hubspot = createHubspotSimulator({ now: () => clock.now, token: TOKEN, ratePerMinute: null, ...options });
  await hubspot.listen();
  const company = hubspot.addOrganisation({ name: 'Nordlicht GmbH', plan: 'Enterprise' }).id;
  const person = { name: 'Jule Brandt', email: 'jule@nordlicht.example', organisationId: company };
  const contact = hubspot.addCustomer(person).id;
  const agent = hubspot.addAgent({ name: 'Kim Adler', email: 'kim@support.example', groups: ['First line'] }).id;
  return { hubspot, clock, company, contact, agent };
}

/** A new ticket by the contact. */
export const newTicket = ({ hubspot, contact }: Started, subject = 'Export hangs'): string =>
  hubspot.createTicket({
    requesterId: contact,
    subject,
    body: 'It stops at 99 percent.',
    priority: 'P2',
    channel: 'email',
    group: 'First line',
    category: 'bug',
  });

/** Calls the dated API as our adapter would. */
export async function call(
  hubspot: HubspotSimulator,
  method: string,
  path: string,
  body?: unknown,
  token = TOKEN,
  // biome-ignore lint/suspicious/noExplicitAny: tests read into free JSON
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: any }> {
  const response = await fetch(hubspot.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
