import type { FieldValue, OrganisationRef } from '@stellwerk/core';
import type { AdapterContext } from '@stellwerk/ports';
import type { Organization } from './schema.ts';

/** A field's value as one scalar: several choices are joined, anything else is its JSON. */
export function fieldValue(value: unknown): FieldValue {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(String).join(',') : JSON.stringify(value);
}

/** Custom fields stand in audits under their id. */
export function isCustomField(name: string): boolean {
  return /^\d+$/.test(name);
}

/** Tags come as a list, and in older audits as one text with blanks. */
export function tagList(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : [];
}

/** The organisation as events name it: a pseudonym and its fields, such as `plan`. */
export function organisationRef(
  id: string | null,
  organizations: ReadonlyMap<string, Organization>,
  { pseudonym }: Pick<AdapterContext, 'pseudonym'>,
): OrganisationRef | null {
  if (id === null || id === '') return null;
  const fields = Object.entries(organizations.get(id)?.fields ?? {});
  return {
    ref: pseudonym('organisation', id),
    fields: Object.fromEntries(fields.map(([name, value]) => [name, fieldValue(value)])),
  };
}
