import { runHelpdeskConformance } from '@stellwerk/testkit';
import { plainDeskAdapter, signDelivery } from './adapter.ts';
import { PlainDesk } from './desk.ts';

const token = 'plaindesk-test-token';

runHelpdeskConformance(plainDeskAdapter, {
  makeDesk: ({ now }) => new PlainDesk({ now, token }),
  config: ({ url }) => ({ kind: 'plaindesk', url, token }),
  credentialField: 'token',
  signedDelivery({ ticketId, secret, at, n }) {
    const body = new TextEncoder().encode(JSON.stringify({ ticket: ticketId }));
    const headers = signDelivery(`delivery-${n}`, at, body, secret);
    return { method: 'POST', url: 'https://gateway.example/hooks/x', headers, body };
  },
  signatureHeaders: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  signedTime: true,
  sendsWebhooks: true,
  noteRequest: /^POST \/api\/tickets\/\d+\/messages$/,
  ticketRequest: /^GET \/api\/tickets\/\d+$/,
  notApplicable: { 'C12.1': 'gives issues no words of the customer', 'C12.2': 'gives issues no words of the customer' },
});
