import { defineHelpdeskAdapter } from '@stellwerk/adapter-kit';
import { type HelpdeskAdapter, type Manifest, Unsupported, WebhookRejected } from '@stellwerk/ports';
import { z } from 'zod';

const NO: { readonly value: false } = { value: false };

const manifest: Manifest = {
  id: 'import',
  kind: 'helpdesk',
  name: 'Import',
  capabilities: {
    writes: { value: false, note: 'A history from a file: nothing can be written to it.' },
    webhookSecret: { value: 'none' },
    webhooks: NO,
    completePayload: NO,
    tierField: NO,
    tags: NO,
    internalNotes: NO,
    publicNotices: NO,
    rating: NO,
    signedTime: NO,
  },
  permissions: [],
  apiVersions: [],
  quarantineMs: 0,
};

const Config = z.strictObject({ kind: z.literal('import') });

/** A connection whose tickets come from files (`stellwerk import`). It has no network: it asks nobody and writes nothing. */
export const importAdapter = defineHelpdeskAdapter(
  { manifest, config: Config, secretFields: [] },
  (): HelpdeskAdapter => ({
    manifest,
    probe: async () => ({
      identity: 'files',
      selfId: 'import',
      grantedScopes: null,
      missingScopes: [],
      clockSkewMs: null,
      timeZone: null,
      version: null,
      warnings: [],
    }),
    verify: () => {
      throw new WebhookRejected('signature_missing');
    },
    normalise: () => ({ state: 'ignored', subjects: [] }),
    ticket: () => refused('read again: import its file once more'),
    async *changedSince() {},
    apply: () => refused('written to'),
    find: () => refused('asked'),
  }),
);

async function refused(what: string): Promise<never> {
  throw new Unsupported(`A ticket from a file cannot be ${what}`);
}
