import { hasSetupMark, type ManagedObject, type ObjectFacts } from '@stellwerk/adapter-kit';
import { ConfigError } from '@stellwerk/ports';
import type { Definition } from './schema.ts';
import { descriptionOf, groupNameOf, type SetupParts, TICKET_PROPERTIES, ticketProperties } from './setup-parts.ts';

/** A ticket property that the connection needs. */
export interface WantedProperty {
  /** Field of the config that names it. */
  readonly field: 'tierProperty' | 'tagsProperty' | 'groupProperty';
  readonly label: string;
  readonly type: 'enumeration' | 'string';
  readonly fieldType: 'select' | 'checkbox' | 'text';
  /** Values that it must offer; others may stand beside them. */
  readonly values: readonly string[];
}

const REMARKS = {
  change: {
    de: 'Vorhandene Auswahlwerte bleiben. Hat ein Mensch die Eigenschaft angelegt, bleibt sie auch bei „uninstall“ stehen.',
    en: 'Options that it has stay. If a person made the property, `uninstall` leaves it in place as well.',
  },
  delete: {
    de: 'Die Werte aller Tickets darin gehen mit. HubSpot hält eine archivierte Eigenschaft 90 Tage.',
    en: 'Its values on all tickets go with it. HubSpot keeps an archived property for 90 days.',
  },
};

/** One of our properties, known by the mark in its description. */
export function propertyObject(parts: SetupParts, property: WantedProperty, isWanted: boolean): ManagedObject {
  const { client, config, context } = parts;
  const name = config[property.field];
  const path = `${TICKET_PROPERTIES}/${name}`;
  const find = async (signal: AbortSignal) =>
    (await ticketProperties(parts, signal)).find((each) => each.name === name);
  return {
    about: {
      key: `property:${name}`,
      kind: 'property',
      title: { de: `Ticket-Eigenschaft „${name}“`, en: `ticket property “${name}”` },
    },
    wanted: isWanted ? { type: property.fieldType, values: property.values } : null,
    remarks: REMARKS,
    async read(signal) {
      const row = await find(signal);
      if (!row) return null;
      const isOurs = hasSetupMark(row.description, context.connection);
      return { remoteId: name, shows: factsOf(row, property, context.connection), isOurs };
    },
    async write(standing, signal) {
      const row = standing && (await find(signal));
      if (row) return client.set('PATCH', path, { options: withValues(row, property.values) }, signal);
      await client.set('POST', TICKET_PROPERTIES, newProperty(name, property, context.connection), signal);
    },
    remove: (_standing, signal) => client.set('DELETE', path, null, signal),
  };
}

function factsOf(row: Definition, { field, type, fieldType, values }: WantedProperty, connection: string): ObjectFacts {
  // a text takes every value; several values need check boxes
  const isText = row.type === 'string' && fieldType !== 'checkbox';
  const fits = isText || (row.type === type && (fieldType !== 'checkbox' || row.fieldType === 'checkbox'));
  if (!fits) {
    throw new ConfigError(`connections.${connection}.${field}`, {
      de: `Die Ticket-Eigenschaft „${row.name}“ ist vom Typ ${row.type}/${row.fieldType}, gebraucht wird ${type}/${fieldType}.`,
      en: `The ticket property “${row.name}” is of type ${row.type}/${row.fieldType}; needed is ${type}/${fieldType}.`,
    });
  }
  const offered = new Set(row.options?.map(({ value }) => value));
  return { type: fieldType, values: isText ? values : values.filter((value) => offered.has(value)) };
}

function newProperty(name: string, property: WantedProperty, connection: string): object {
  const { label, type, fieldType, values } = property;
  const options = type === 'enumeration' ? { options: values.map(optionOf) } : {};
  return {
    name,
    label,
    type,
    fieldType,
    description: descriptionOf(connection),
    groupName: groupNameOf(connection),
    ...options,
  };
}

/** The list of options is replaced as a whole: what is left out would be gone. */
function withValues({ options }: Definition, values: readonly string[]): readonly object[] {
  const standing = options ?? [];
  const missing = values.filter((value) => !standing.some((option) => option.value === value));
  return [...standing, ...missing.map((value, n) => optionOf(value, standing.length + n))];
}

const optionOf = (value: string, displayOrder: number): object => ({
  label: value,
  value,
  displayOrder,
  hidden: false,
});
