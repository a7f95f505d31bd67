import { createHmac } from 'node:crypto';
import { createZendeskSimulator } from '@stellwerk/simulators';
import { type HelpdeskFixture, runHelpdeskConformance } from '@stellwerk/testkit';
import { TOKEN, withFlatToken } from './flat-token.ts';

const fixture: HelpdeskFixture = {
  makeDesk: ({ now }) => createZendeskSimulator({ now, token: TOKEN }),
  config: (desk) => ({ kind: 'zendesk', url: desk.url, token: TOKEN }),
  credentialField: 'token',
  signedDelivery({ ticketId, secret, at, n }) {
    const body = new TextEncoder().encode(JSON.stringify({ ticket_id: ticketId, updated_at: '2026-11-23T08:00:00Z' }));
    const timestamp = new Date(at).toISOString();
    const headers = {
      'content-type': 'application/json',
      'x-zendesk-webhook-invocation-id': `01J${String(n).padStart(23, '0')}`,
      'x-zendesk-webhook-signature': createHmac('sha256', secret).update(timestamp).update(body).digest('base64'),
      'x-zendesk-webhook-signature-timestamp': timestamp,
    };
    return { method: 'POST', url: 'https://gateway.example/hooks/x', headers, body };
  },
  signatureHeaders: ['x-zendesk-webhook-signature', 'x-zendesk-webhook-signature-timestamp'],
  signedTime: true,
  sendsWebhooks: true,
  noteRequest: /^PUT \/api\/v2\/tickets\/\d+/,
  ticketRequest: /^GET \/api\/v2\/tickets\/\d+/,
  // an export page holds 1,000
  facts: { backfillTickets: 1_100 },
};

runHelpdeskConformance(withFlatToken, fixture);
