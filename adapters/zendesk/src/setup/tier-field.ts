import type { ManagedObject } from '@stellwerk/adapter-kit';
import { ConfigError, NotFound, type SetupRequest } from '@stellwerk/ports';
import type { SetupParts } from './own-objects.ts';
import { TierField } from './schema.ts';

const REMARKS = {
  change: {
    de: 'Vorhandene Auswahlwerte bleiben. Das Feld gehört einem Menschen und bleibt auch bei „uninstall“ stehen.',
    en: 'Choices that the field has stay. The field is a person’s, and `uninstall` leaves it in place as well.',
  },
};

/** The ticket field of the config, which needs a choice for every tier. We never make one: the config names it by its id. */
export function tierField(parts: SetupParts, fieldId: string, request: SetupRequest | null): ManagedObject {
  const { client, config } = parts;
  const tiers = request?.tiers ?? [];
  const choiceOf = (tier: string): string => `${config.tierTagPrefix}${tier.toLowerCase()}`;
  return {
    about: {
      key: `field:${fieldId}`,
      kind: 'field',
      title: { de: `Ticketfeld ${fieldId}`, en: `ticket field ${fieldId}` },
    },
    wanted: request && { tiers, active: true },
    remarks: REMARKS,
    async read(signal) {
      const field = await readField(parts, fieldId, signal);
      const values = new Set(field.custom_field_options?.map(({ value }) => value));
      const shown = field.type === 'text' ? tiers : tiers.filter((tier) => values.has(choiceOf(tier)));
      return { remoteId: field.id, shows: { tiers: shown, active: field.active !== false }, isOurs: false };
    },
    async write(_standing, signal) {
      const field = await readField(parts, fieldId, signal);
      const options = field.custom_field_options ?? [];
      const missing = tiers.filter((tier) => !options.some(({ value }) => value === choiceOf(tier)));
      // the list replaces the one that stands: choices left out would be deleted with their values on tickets
      const all = [...options, ...missing.map((tier) => ({ name: tier, value: choiceOf(tier) }))];
      const choices = field.type === 'text' ? {} : { custom_field_options: all };
      await client.set('PUT', ['ticket_fields', fieldId], { ticket_field: { active: true, ...choices } }, signal);
    },
    // never ours, so never asked for
    remove: async () => undefined,
  };
}

async function readField({ client, context }: SetupParts, fieldId: string, signal: AbortSignal) {
  const path = `connections.${context.connection}.tierFieldId`;
  const { data } = await client.read(['ticket_fields', fieldId], {}, TierField, signal).catch((error: unknown) => {
    if (!(error instanceof NotFound)) throw error;
    throw new ConfigError(path, {
      de: `Es gibt kein Ticketfeld ${fieldId}: anlegen (Auswahlliste) und seine Nummer eintragen.`,
      en: `There is no ticket field ${fieldId}: make one (drop-down) and write its number here.`,
    });
  });
  const { type } = data.ticket_field;
  if (type === 'tagger' || type === 'text') return data.ticket_field;
  throw new ConfigError(path, {
    de: `Das Ticketfeld ${fieldId} ist vom Typ ${type}: Es muss eine Auswahlliste oder ein Text sein.`,
    en: `The ticket field ${fieldId} is of type ${type}: it must be a drop-down or a text.`,
  });
}
