import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPayload, type PayloadVerdict } from './check-payloads.ts';
import { payloadReaders } from './payloads.ts';
import { readPayloads } from './read-payloads.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const zammadBody = JSON.stringify({ ticket: { id: 8, number: '40008' }, article: { id: 11 } });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payloads-'));
  mkdirSync(join(folder, 'deep'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a folder of payloads', () => {
  it('is read through the adapters', () => {
    write('deep/ticket.json', zammadBody);
    const issue = { number: 3, title: 'Crash' };
    write('issue.json', JSON.stringify({ action: 'opened', issue, repository: { full_name: 'acme/product' } }));
    write('user.json', '{"id":1}');
    write('notes.txt', 'not json');

    expect(verdicts()).toEqual([
      { name: 'deep/ticket.json', provider: 'zammad', state: 'read', note: 'accepted, ticket 8' },
      { name: 'issue.json', provider: 'github', state: 'read', note: 'accepted, issue acme/product#3' },
      { name: 'user.json', provider: null, state: 'unknown', note: 'no webhook of a known provider' },
    ]);
  });

  it('fails for a body its provider would be expected to send and the adapter cannot read', () => {
    write('issue.json', JSON.stringify({ issue: { number: 'three' }, repository: { full_name: 'acme/product' } }));
    write('ticket.json', JSON.stringify({ ticket: { number: '40008' } }));

    expect(verdicts().map((each) => each.state)).toEqual(['failed', 'failed']);
  });

  it('checks the signature of recordings', () => {
    const signature = `sha1=${createHmac('sha1', 'geheim').update(zammadBody).digest('hex')}`;
    write('good.json', recording(signature));
    write('other.json', recording(signature.replace(/.$/, (last) => (last === '0' ? '1' : '0'))));

    expect(verdicts()).toMatchObject([
      { name: 'good.json[0]', state: 'read', note: 'accepted, ticket 8, signature holds' },
      { name: 'other.json[0]', state: 'failed', note: expect.stringContaining('signature_wrong') },
    ]);
  });

  it('fails an adapter that accepts a changed byte', () => {
    write('good.json', recording('sha1=whatever'));
    const gullible = payloadReaders.map((reader) => ({
      ...reader,
      adapter: (payload: Parameters<typeof reader.adapter>[0]) => ({
        normalise: reader.adapter(payload).normalise,
        verify: ({ headers, body }: Parameters<ReturnType<typeof reader.adapter>['verify']>[0]) => ({
          key: 'k',
          sourceAt: null,
          secret: 'current' as const,
          headers,
          body,
        }),
      }),
    }));

    const [verdict] = readPayloads(folder).map((payload) => checkPayload(payload, gullible, now));

    expect(verdict).toMatchObject({ state: 'failed', note: 'accepted with one changed byte' });
  });
});

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

function recording(signature: string): string {
  const headers = { 'X-Zammad-Delivery': 'd-1', 'X-Hub-Signature': signature };
  return JSON.stringify({ deliveries: [{ headers, signature_token: 'geheim', raw_body: zammadBody }] });
}

function verdicts(): readonly PayloadVerdict[] {
  return readPayloads(folder).map((payload) => checkPayload(payload, payloadReaders, now));
}
