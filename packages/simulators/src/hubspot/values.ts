import { invalidValues, type ValueProblem } from './errors.ts';
import type { CrmObject, Json, ObjectType, PropertyDefinition } from './model.ts';
import type { Portal } from './portal.ts';

/** Several values of one property, joined as HubSpot joins them. */
export const splitValues = (text: string): string[] => text.split(';').filter((part) => part !== '');

/** A property's present value; null when it has none. */
export function currentValue(object: CrmObject, name: string): string | null {
  return valueAt(object, name, Number.POSITIVE_INFINITY);
}

/** A property's value at a moment; null when it had none. */
export function valueAt(object: CrmObject, name: string, at: number): string | null {
  if (name === 'hs_object_id') return object.id;
  if (name === 'hs_lastmodifieddate') {
    const last = object.modified.findLast((moment) => moment <= at);
    return last === undefined ? null : new Date(last).toISOString();
  }
  if (name === 'createdate' && object.type !== 'tickets') return new Date(object.createdAt).toISOString();
  return object.values.get(name)?.find((entry) => entry.at <= at)?.value || null;
}

/** Checks written values and brings them into the stored form, or throws 400 with all that is wrong. */
export function checkedValues(portal: Portal, type: ObjectType, input: Json, current?: CrmObject): Map<string, string> {
  const problems: ValueProblem[] = [];
  const values = new Map<string, string>();
  for (const [name, raw] of Object.entries(input)) {
    const definition = portal.properties[type].get(name);
    const text = raw === null || raw === undefined ? '' : String(raw);
    const result = checked(portal, definition, name, text, current);
    if (typeof result === 'string') values.set(name, result);
    else problems.push(result);
  }
  if (problems.length > 0) throw invalidValues(problems);
  return values;
}

function checked(
  portal: Portal,
  definition: PropertyDefinition | undefined,
  name: string,
  text: string,
  current: CrmObject | undefined,
): string | ValueProblem {
  if (!definition) return { name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` };
  if (definition.calculated) return { name, error: 'READ_ONLY_VALUE', message: `"${name}" is a read only property` };
  if (text === '') return '';
  if (name === 'hs_pipeline_stage') return knownStage(portal, name, text);
  if (definition.type === 'datetime') return dateValue(name, text);
  if (definition.type === 'enumeration') return optionValue(definition, text, current);
  return text;
}

function knownStage(portal: Portal, name: string, text: string): string | ValueProblem {
  if (portal.stages.some(({ id }) => id === text)) return text;
  return { name, error: 'INVALID_OPTION', message: `${text} was not one of the allowed options: [...]` };
}

/** ISO text or epoch milliseconds in, ISO text out. */
function dateValue(name: string, text: string): string | ValueProblem {
  const at = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(at)) return { name, error: 'INVALID_DATE', message: `${text} was not a valid date` };
  return new Date(at).toISOString();
}

/** A leading `;` adds to what a multi-checkbox holds. The order of several values is not kept: here they come sorted. */
function optionValue(
  definition: PropertyDefinition,
  text: string,
  current: CrmObject | undefined,
): string | ValueProblem {
  const several = definition.fieldType === 'checkbox';
  const added =
    several && text.startsWith(';') && current ? splitValues(currentValue(current, definition.name) ?? '') : [];
  const wanted = several ? [...new Set([...added, ...splitValues(text)])] : [text];
  const wrong = wanted.find((value) => !definition.options.some((option) => option.value === value));
  if (wrong === undefined) return wanted.sort().join(';');
  const message = `${wrong} was not one of the allowed options: [...]`;
  return { name: definition.name, error: 'INVALID_OPTION', message };
}
