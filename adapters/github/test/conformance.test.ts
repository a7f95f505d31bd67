import { createHmac } from 'node:crypto';
import { createGithubSimulator } from '@stellwerk/simulators';
import { runTrackerConformance, type TrackerFixture } from '@stellwerk/testkit';
import { githubAdapter } from '../src/index.ts';

const token = 'github-token';

const fixture: TrackerFixture = {
  makeTracker: ({ now }) => createGithubSimulator({ now, token, owner: 'acme', repo: 'product', private: true }),
  config: (tracker) => ({ kind: 'github', repository: 'acme/product', baseUrl: tracker.url, token }),
  credentialField: 'token',
  reference: (number) => `acme/product#${number}`,
  signedDelivery({ issue, secret, n }) {
    const repository = { full_name: 'acme/product' };
    const payload = { action: 'closed', issue: { number: issue, title: 'Größe' }, repository };
    const body = new TextEncoder().encode(JSON.stringify(payload));
    const headers = {
      'x-github-event': 'issues',
      'x-github-delivery': `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    };
    return { method: 'POST', url: 'https://gateway.example/hooks/x', headers, body };
  },
  signatureHeaders: ['x-hub-signature-256'],
  signedTime: false,
  createRequest: /^POST \/repos\/acme\/product\/issues$/,
  commentRequest: /^POST \/repos\/acme\/product\/issues\/\d+\/comments$/,
  issueRequest: /^GET \/repos\/acme\/product\/issues\/\d+/,
};

runTrackerConformance(githubAdapter, fixture);
