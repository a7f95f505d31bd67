import { createProvisioning, hasSetupMark, type ManagedObject } from '@stellwerk/adapter-kit';
import type { Provisioning } from '@stellwerk/ports';
import { hookObject } from './hook-object.ts';
import { labelObject, repositoryLabels } from './label-object.ts';
import type { SetupParts } from './setup-parts.ts';

/** The labels that rules put on issues, and the webhook of the repository. */
export function githubProvisioning(parts: SetupParts): Provisioning {
  const { connection } = parts.context;
  return createProvisioning(connection, async (request, signal) => {
    const names = request ? request.labels : await ourLabels(parts, signal);
    const objects: ManagedObject[] = names.map((name) => labelObject(parts, name, request !== null));
    return parts.isApp ? objects : [...objects, hookObject(parts, request)];
  });
}

/** A label that no rule names any more still stands on issues: it goes at the end, not with the next plan. */
async function ourLabels(parts: SetupParts, signal: AbortSignal): Promise<readonly string[]> {
  const labels = await repositoryLabels(parts, signal);
  return labels
    .filter(({ description }) => hasSetupMark(description, parts.context.connection))
    .map(({ name }) => name);
}
