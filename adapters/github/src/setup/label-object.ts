import { hasSetupMark, type ManagedObject, setupMark } from '@stellwerk/adapter-kit';
import { z } from 'zod';
import { type Label, Labels } from './schema.ts';
import { listAll, type SetupParts } from './setup-parts.ts';

const COLOUR = '5319e7';
const LABELS = '/repos/{owner}/{repo}/labels';

const REMARKS = {
  delete: {
    de: 'Das Label verschwindet von allen Issues, die es tragen.',
    en: 'The label goes from all issues that carry it.',
  },
};

/** All labels of the repository. */
export function repositoryLabels(parts: SetupParts, signal: AbortSignal): Promise<Label[]> {
  return listAll(parts, `GET ${LABELS}`, Labels, signal);
}

/** A label that rules put on issues. One that stands there already is used as it is, and is never ours. */
export function labelObject(parts: SetupParts, name: string, isWanted: boolean): ManagedObject {
  const { client, place, context } = parts;
  return {
    about: { key: `label:${name}`, kind: 'label', title: { de: `Label „${name}“`, en: `label “${name}”` } },
    wanted: isWanted ? { name } : null,
    remarks: REMARKS,
    async read(signal) {
      // GitHub takes names without regard to case
      const row = (await repositoryLabels(parts, signal)).find(
        (each) => each.name.toLowerCase() === name.toLowerCase(),
      );
      if (!row) return null;
      return { remoteId: row.name, shows: { name }, isOurs: hasSetupMark(row.description, context.connection) };
    },
    async write(_standing, signal) {
      const description = `Set by Stellwerk [${setupMark(context.connection)}]`;
      await client.write(`POST ${LABELS}`, { ...place, name, color: COLOUR, description }, z.unknown(), signal);
    },
    async remove({ remoteId }, signal) {
      await client.write(`DELETE ${LABELS}/{name}`, { ...place, name: remoteId }, z.unknown(), signal);
    },
  };
}
