import { createProvisioning, hasSetupMark, type ManagedObject } from '@stellwerk/adapter-kit';
import type { Provisioning } from '@stellwerk/ports';
import { hookObject } from './hook-object.ts';
import { labelObject, repositoryLabels } from './label-object.ts';
import type { SetupParts } from './setup-parts.ts';

/** The labels that rules put on issues, and the webhook of the repository. */
export function githubProvisioning(parts: SetupParts): Provisioning {
  const { connection } = parts.context;
  return createProvisioning(connection, async (request, signal) => {
    const wanted = request?.labels ?? [];
    const known = new Set(wanted.map((name) => name.toLowerCase()));
    const ours = (await repositoryLabels(parts, signal)).filter(({ description }) =>
      hasSetupMark(description, connection),
    );
    const surplus = ours.filter(({ name }) => !known.has(name.toLowerCase()));
    const objects: ManagedObject[] = [
      ...wanted.map((name) => labelObject(parts, name, true)),
      ...surplus.map(({ name }) => labelObject(parts, name, false)),
    ];
    return parts.isApp ? objects : [...objects, hookObject(parts, request)];
  });
}
