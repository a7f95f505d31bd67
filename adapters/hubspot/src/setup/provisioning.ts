import { createProvisioning } from '@stellwerk/adapter-kit';
import { TIERS } from '@stellwerk/core';
import type { Provisioning } from '@stellwerk/ports';
import { propertyGroup } from './property-group.ts';
import { propertyObject, type WantedProperty } from './property-object.ts';
import type { SetupParts } from './setup-parts.ts';

/**
 * A property group and in it the properties of tier, tags and group. Webhooks cannot be made by the interface: service keys have
 * none, project apps declare theirs in a file.
 */
export function hubspotProvisioning(parts: SetupParts): Provisioning {
  return createProvisioning(parts.context.connection, async (request) => {
    const properties = propertiesFor(request?.tiers ?? TIERS);
    const isWanted = request !== null;
    return [propertyGroup(parts, request), ...properties.map((each) => propertyObject(parts, each, isWanted))];
  });
}

function propertiesFor(tiers: readonly string[]): readonly WantedProperty[] {
  // HubSpot makes no check boxes without options: those of the tiers are the ones that rules write most
  const tags = tiers.map((tier) => `tier_${tier.toLowerCase()}`);
  return [
    { field: 'tierProperty', label: 'Support tier', type: 'enumeration', fieldType: 'select', values: tiers },
    { field: 'tagsProperty', label: 'Stellwerk tags', type: 'enumeration', fieldType: 'checkbox', values: tags },
    { field: 'groupProperty', label: 'Support group', type: 'string', fieldType: 'text', values: [] },
  ];
}
