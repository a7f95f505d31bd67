import { createHmac } from 'node:crypto';
import { createHubspotSimulator } from '@stellwerk/simulators';
import type { HelpdeskFixture } from '@stellwerk/testkit';

const TOKEN = 'pat-test-token';
const URL = 'https://gateway.example/hooks/x';
/** Id of the app that the simulator's token belongs to. */
export const APP_ID = '1160452';
/** The stage that the simulated portal made for waiting on somebody outside. */
const VENDOR_STAGE = '98123401';

/** How the conformance suite gets at HubSpot. */
export const hubspotFixture: HelpdeskFixture = {
  makeDesk: ({ now }) => createHubspotSimulator({ now, rateNow: now, token: TOKEN }),
  config: (desk) => ({
    kind: 'hubspot',
    url: desk.url,
    token: TOKEN,
    appId: APP_ID,
    stages: { [VENDOR_STAGE]: 'waiting_third_party' },
    noticeActor: 'A-1296619',
  }),
  credentialField: 'token',
  signedDelivery({ ticketId, secret, at, n }) {
    const event = {
      eventId: n,
      subscriptionId: 7001,
      portalId: 62515,
      appId: Number(APP_ID),
      occurredAt: at,
      subscriptionType: 'ticket.propertyChange',
      attemptNumber: 0,
      objectId: Number(ticketId),
      propertyName: 'hs_pipeline_stage',
      propertyValue: '3',
      changeSource: 'CRM_UI',
    };
    const body = new TextEncoder().encode(JSON.stringify([event]));
    const signature = createHmac('sha256', secret)
      .update(`POST${URL}`)
      .update(body)
      .update(String(at))
      .digest('base64');
    const headers = {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': String(at),
    };
    return { method: 'POST', url: URL, headers, body };
  },
  signatureHeaders: ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'],
  signedTime: true,
  sendsWebhooks: true,
  noteRequest: /^POST \/crm\/objects\/2026-09\/notes$/,
  ticketRequest: /^GET \/crm\/objects\/2026-09\/tickets\/\d+/,
  isWrite: ({ method, path }) => method !== 'GET' && !/\/(?:search|batch\/read)$/.test(path),
  facts: {
    // one closed stage for both
    statusClass: { solved: 'closed' },
    // a group is a text here
    unknownGroup: null,
    personId: { customer: (id) => `contact:${id}`, agent: (id) => `owner:${id}` },
  },
};
