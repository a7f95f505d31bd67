import type { ManagedObject } from '@stellwerk/adapter-kit';
import type { SetupRequest } from '@stellwerk/ports';
import { Groups } from './schema.ts';
import { groupNameOf, PROPERTY_GROUPS, type SetupParts } from './setup-parts.ts';

const REMARKS = {
  delete: {
    de: 'Eigenschaften darin, die ein Mensch angelegt hat, halten die Gruppe fest.',
    en: 'Properties in it that a person made hold the group.',
  },
};

/** The group in which our properties stand together on a ticket. */
export function propertyGroup({ client, context }: SetupParts, request: SetupRequest | null): ManagedObject {
  const name = groupNameOf(context.connection);
  return {
    about: {
      key: 'group',
      kind: 'property_group',
      title: { de: `Eigenschaftsgruppe „${name}“`, en: `property group “${name}”` },
    },
    wanted: request && { name },
    remarks: REMARKS,
    async read(signal) {
      const { results } = await client.read(PROPERTY_GROUPS, Groups, signal);
      const row = results.find((each) => each.name === name);
      return row ? { remoteId: name, shows: { name }, isOurs: true } : null;
    },
    write: (_standing, signal) =>
      client.set(
        'POST',
        PROPERTY_GROUPS,
        { name, label: `Stellwerk (${context.connection})`, displayOrder: -1 },
        signal,
      ),
    remove: (_standing, signal) => client.set('DELETE', `${PROPERTY_GROUPS}/${name}`, null, signal),
  };
}
