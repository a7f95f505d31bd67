import type { ProviderChange, SetupRequest } from '@stellwerk/ports';
import { describe, expect, it } from 'vitest';
import { createProvisioning, type ManagedObject, SIGNING_SECRET, type Standing } from './provisioning.ts';

const { signal } = new AbortController();
const REQUEST: SetupRequest = { hookUrl: 'https://a.example/', webhookSecret: null, tiers: [], labels: [] };
const title = { de: 'x', en: 'x' };

/** A provider that holds one webhook, and what was done to it. */
function provider(start: Standing | null = null, after: object = { url: 'a' }) {
  const state = { standing: start, done: [] as string[] };
  const objectsFor = async (request: SetupRequest | null): Promise<readonly ManagedObject[]> => [
    {
      about: { key: 'webhook', kind: 'webhook', title },
      wanted: request === null ? null : { url: 'a' },
      read: async () => state.standing,
      async write() {
        state.done.push('write');
        state.standing = { remoteId: '7', shows: { ...after }, isOurs: true };
      },
      async remove() {
        state.done.push('remove');
        state.standing = null;
      },
    },
  ];
  return { ...state, state, setup: createProvisioning('desk', objectsFor) };
}

const CREATE: ProviderChange = {
  key: 'webhook',
  kind: 'webhook',
  title,
  action: 'create',
  before: null,
  after: { url: 'a' },
  remark: null,
};

describe('apply', () => {
  it('does not believe the write: what does not stand afterwards is an error that may be tried again', async () => {
    const { setup } = provider(null, { url: 'b' });

    await expect(setup.apply(CREATE, REQUEST, signal)).rejects.toMatchObject({ code: 'TRANSIENT', ambiguous: false });
  });

  it('goes on with what was made in part, and only with what is ours', async () => {
    const part: Standing = { remoteId: '7', shows: { url: null }, isOurs: true, isUnfinished: true };
    const ours = provider(part);
    const foreign = provider({ ...part, isOurs: false });

    await expect(ours.setup.apply(CREATE, REQUEST, signal)).resolves.toMatchObject({
      remoteId: '7',
      now: { url: 'a' },
    });
    await expect(foreign.setup.apply(CREATE, REQUEST, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(foreign.state.done).toEqual([]);
  });

  it('takes nothing away that is not ours, whatever the plan says', async () => {
    const { setup, state } = provider({ remoteId: '7', shows: { url: 'a' }, isOurs: false });
    const remove: ProviderChange = { ...CREATE, action: 'delete', before: { url: 'a' }, after: null };

    await expect(setup.apply(remove, REQUEST, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await setup.leftovers(signal)).toEqual([]);
    expect(state.done).toEqual([]);
  });

  it('refuses a plan that was made for something else', async () => {
    const { setup, state } = provider();

    const other = { ...CREATE, after: { url: 'c' } };
    await expect(setup.apply(other, REQUEST, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(setup.apply({ ...CREATE, key: 'gone' }, REQUEST, signal)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(state.done).toEqual([]);
  });

  it('writes nothing where only the secret is not known here: reading it is all there is to do', async () => {
    const standing = { remoteId: '7', shows: { url: 'a', [SIGNING_SECRET]: 'not known here' }, isOurs: true };
    const { setup, state } = provider(standing);

    await setup.apply(CREATE, REQUEST, signal);

    expect(state.done).toEqual([]);
  });
});

it('sees no difference in the order of keys', async () => {
  const shows = { b: { d: 1, c: [1, { f: 1, e: 2 }] }, a: undefined };
  const wanted = { b: { c: [1, { e: 2, f: 1 }], d: 1 } };
  const object: ManagedObject = {
    about: { key: 'x', kind: 'field', title },
    wanted,
    read: async () => ({ remoteId: '1', shows, isOurs: true }),
    write: async () => undefined,
    remove: async () => undefined,
  };

  expect(await createProvisioning('desk', async () => [object]).plan(REQUEST, signal)).toEqual([]);
});
