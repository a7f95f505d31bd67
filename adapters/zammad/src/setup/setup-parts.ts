import type { AdapterContext } from '@stellwerk/ports';
import type { ZammadConfig } from '../config.ts';
import type { ZammadHttp } from '../http.ts';
import { type AdminTable, adminTable } from './admin-table.ts';
import { AttributeRow, TriggerRow, WebhookRow } from './schema.ts';

/** What making and removing objects needs. */
export interface SetupParts {
  readonly config: ZammadConfig;
  readonly context: AdapterContext;
  readonly http: ZammadHttp;
  readonly webhooks: AdminTable<WebhookRow>;
  readonly triggers: AdminTable<TriggerRow>;
  readonly attributes: AdminTable<AttributeRow>;
}

export function createSetupParts(config: ZammadConfig, context: AdapterContext, http: ZammadHttp): SetupParts {
  return {
    config,
    context,
    http,
    webhooks: adminTable(http, '/webhooks', WebhookRow),
    triggers: adminTable(http, '/triggers', TriggerRow),
    attributes: adminTable(http, '/object_manager_attributes', AttributeRow),
  };
}
