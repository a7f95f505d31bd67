import type { HelpdeskAdapterFactory } from '@stellwerk/ports';
import { zendeskAdapter } from '../src/index.ts';

export const TOKEN = 'zendesk-test-token';

/** The suite tries another credential by one field; ours lies a level deeper. */
export const withFlatToken: HelpdeskAdapterFactory = {
  ...zendeskAdapter,
  create(config, context) {
    const { token, ...rest } = config as Record<string, unknown>;
    return zendeskAdapter.create({ ...rest, auth: { kind: 'oauth', token } }, context);
  },
};
