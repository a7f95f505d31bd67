import { createProvisioning, type ManagedObject } from '@stellwerk/adapter-kit';
import type { Provisioning, SetupRequest } from '@stellwerk/ports';
import type { SetupParts } from './setup-parts.ts';
import { tierField } from './tier-field.ts';
import { triggerObject } from './trigger-object.ts';
import { ourWebhooks, webhookObject } from './webhook-object.ts';

/** The tier's attribute, the webhook and its two triggers. The attribute comes first: Zammad may restart for it. */
export function zammadProvisioning(parts: SetupParts): Provisioning {
  return createProvisioning(parts.context.connection, async (request, signal) => [
    tierField(parts, request),
    webhookObject(parts, request),
    ...(await surplusWebhooks(parts, signal)),
    triggerObject(parts, request, 'create'),
    triggerObject(parts, request, 'update'),
  ]);
}

/** Webhooks beyond the first: an answer got lost, and the next try made another. */
async function surplusWebhooks(parts: SetupParts, signal: AbortSignal): Promise<readonly ManagedObject[]> {
  const [, ...surplus] = await ourWebhooks(parts, signal);
  const nothing: SetupRequest | null = null;
  return surplus.map((row) => webhookObject(parts, nothing, row.id));
}
