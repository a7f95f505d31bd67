import { createHmac } from 'node:crypto';
import { createZammadSimulator } from '@stellwerk/simulators';
import type { HelpdeskFixture } from '@stellwerk/testkit';

const TOKEN = 'zammad-test-token';

/** How the conformance suite gets at Zammad. */
export const zammadFixture: HelpdeskFixture = {
  makeDesk: ({ now }) => createZammadSimulator({ now, token: TOKEN }),
  config: (desk) => ({ kind: 'zammad', url: desk.url, token: TOKEN, bots: ['bot@example.test'] }),
  credentialField: 'token',
  signedDelivery({ ticketId, secret, n }) {
    const body = new TextEncoder().encode(
      JSON.stringify({ article: {}, ticket: { id: Number(ticketId), title: 'Größe' } }),
    );
    const signature = createHmac('sha1', secret).update(body).digest('hex');
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'x-hub-signature': `sha1=${signature}`,
      'x-zammad-delivery': `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      'x-zammad-trigger': 'stellwerk',
    };
    return { method: 'POST', url: 'https://gateway.example/hooks/x', headers, body };
  },
  signatureHeaders: ['x-hub-signature'],
  signedTime: false,
  sendsWebhooks: true,
  noteRequest: /^POST \/api\/v1\/ticket_articles/,
  ticketRequest: /^GET \/api\/v1\/(?:tickets|ticket_history)\/\d+/,
  isWrite: ({ method, path }) => method !== 'GET' && !path.startsWith('/api/v1/tickets/search'),
  facts: {
    // one finished state for both, and a state of the admin's own that Zammad counts as a reminder
    statusClass: { solved: 'closed', waiting_third_party: 'waiting_requester' },
  },
};
