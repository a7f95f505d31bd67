import { createProvisioning, type ManagedObject } from '@stellwerk/adapter-kit';
import type { Provisioning } from '@stellwerk/ports';
import { ourWebhooks, type SetupParts } from './own-objects.ts';
import { tierField } from './tier-field.ts';
import { isCalledByTrigger, triggerObject } from './trigger-object.ts';
import { webhookObject } from './webhook-object.ts';

/**
 * The webhook, by events where the account offers them, else called by a trigger of ours; and choices of the tier field where
 * the config names one. What kind of webhook stands there says which way the account goes.
 */
export function zendeskProvisioning(parts: SetupParts): Provisioning {
  const { tierFieldId } = parts.config;
  return createProvisioning(parts.context.connection, async (request, signal) => {
    const [first, ...surplus] = await ourWebhooks(parts, signal);
    const needsTrigger = request?.hookUrl != null && first !== undefined && isCalledByTrigger(first);
    const objects: ManagedObject[] = [
      webhookObject(parts, request),
      ...surplus.map(({ id }) => webhookObject(parts, null, id)),
      triggerObject(parts, needsTrigger),
    ];
    return tierFieldId === undefined ? objects : [tierField(parts, tierFieldId, request), ...objects];
  });
}
