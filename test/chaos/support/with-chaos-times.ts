import type { TrackerWrite } from '@stellwerk/core';
import type { Found, IssueTracker, Sendable } from '@stellwerk/ports';
import type { Connection } from '@stellwerk/runtime';
import type { Installation } from '../../../packages/cli/src/compose.ts';
import type { ChildSettings, Look } from './child-settings.ts';

const DAY_MS = 86_400_000;

type Times = Pick<ChildSettings, 'callTimeoutMs' | 'quarantineMs' | 'look' | 'scale'>;

/**
 * The same installation with time limits that fit the fast clock, without the comparison with the source (it would find
 * what a lost webhook hides), and with the tracker's look-up exchanged where a control asks for it.
 */
export function withChaosTimes(installation: Installation, times: Times): Installation {
  const connections = new Map(
    [...installation.connections].map(([name, connection]) => [name, withQuarantine(connection, times)]),
  );
  const settings = {
    ...installation.runtime.settings,
    callTimeoutMs: times.callTimeoutMs,
    reconcileEveryMs: 1_000 * DAY_MS,
    sweepEveryMs: 250 * times.scale,
  };
  return { ...installation, connections, runtime: { ...installation.runtime, connections, settings } };
}

function withQuarantine(connection: Connection, { quarantineMs, look }: Times): Connection {
  if (connection.kind !== 'tracker') return connection;
  const { adapter } = connection;
  const manifest = { ...adapter.manifest, quarantineMs };
  return { ...connection, adapter: { ...adapter, manifest, find: lookUp(adapter, look) } };
}

function lookUp(adapter: IssueTracker, look: Look): IssueTracker['find'] {
  if (look === 'never') return async (): Promise<Found> => ({ kind: 'absent' });
  if (look === 'search') return searched;
  return (sendable, signal) => adapter.find(sendable, signal);
}

/** What many integrations do: ask the search index, which lags. */
async function searched({ marker }: Sendable<TrackerWrite>, signal: AbortSignal): Promise<Found> {
  const url = new URL(`${process.env.PROOF_GITHUB_URL}/search/issues`);
  url.searchParams.set('q', `repo:acme/product in:body "${marker}"`);
  const headers = { authorization: `Bearer ${process.env.PROOF_GITHUB_TOKEN}` };
  const response = await fetch(url, { headers, signal });
  const { items } = (await response.json()) as { readonly items: readonly { readonly number: number }[] };
  const [first] = items;
  return first ? { kind: 'present', remoteRef: `acme/product#${first.number}`, ownWrites: [] } : { kind: 'absent' };
}
