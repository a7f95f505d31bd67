import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '@stellwerk/ports';
import { applyPlan, type PlanDeps } from '@stellwerk/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Applied, applyCommand } from '../src/commands/apply.ts';
import { backfillHistory } from '../src/commands/backfill.ts';
import { listChanges } from '../src/commands/changes.ts';
import { withChanging } from '../src/commands/changing/open.ts';
import { settle } from '../src/commands/changing/settle.ts';
import { planCommand, type ShownPlan } from '../src/commands/plan.ts';
import { type UndoOptions, undoCommand } from '../src/commands/undo.ts';
import { uninstall } from '../src/commands/uninstall.ts';
import { withStore } from '../src/context.ts';
import { type DeskBench, startDesk } from './desk.ts';
import { inProcess } from './in-process.ts';
import { SECRETS } from './policy.ts';
import { type ScriptedProvider, scriptedProvider } from './scripted-provider.ts';

let desk: DeskBench;
let provider: ScriptedProvider;
let call: ReturnType<typeof inProcess>;
let ticket: string;
/** How far the helpdesk's clock is moved on, ms. */
let ahead: number;

/** One ticket that a rule puts into T2, read by `backfill`; a public address; everything in shadow. */
beforeEach(async () => {
  ahead = 0;
  desk = await startDesk(() => Date.now() + ahead);
  provider = scriptedProvider();
  call = inProcess(desk.folder, provider.more);
  append('publicUrl: https://stellwerk.example.com');
  ticket = desk.ticket({ tags: ['bug'] });
  await call((context) => backfillHistory(context, 'zammad', { since: '1d' }));
}, 60_000);
afterEach(() => desk.stop());

function append(line: string): void {
  const file = join(desk.folder, 'stellwerk.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
}

const plan = (live?: string) =>
  call<ShownPlan>((context) => planCommand(context, 'zammad', live === undefined ? {} : { live }));
const apply = (id: string | null) => call<Applied>((context) => applyCommand(context, id ?? ''));
const changes = async () => (await call<Change[]>((context) => listChanges(context, {}))).value;
const undo = (id: string | undefined, options: UndoOptions = {}) =>
  call<{ changes: { verdict: string }[]; sent: number; left: number }>((context) =>
    undoCommand(context, id, { yes: true, ...options }),
  );
const stored = <T>(work: Parameters<typeof withStore<T>>[2]) => {
  let value: T | undefined;
  return call(async (context) => {
    value = await withStore(context, 'read', work);
    return 0;
  }).then(() => value as T);
};

describe('plan and apply', { timeout: 60_000 }, () => {
  it('lists objects, switches and ticket writes, changes nothing, and holds no secret', async () => {
    const { code, value, text } = await plan('tags,notes');

    expect(code).toBe(0);
    expect(value).toMatchObject({
      empty: false,
      objects: [
        { connection: 'zammad', key: 'webhook', action: 'create', before: null },
        { connection: 'zammad', key: 'field:support_tier', action: 'create' },
      ],
      switches: [
        { connection: 'zammad', writeClass: 'tags', to: 'live' },
        { connection: 'zammad', writeClass: 'notes', to: 'live' },
      ],
      writes: [{ lane: `zammad:ticket:${ticket}`, before: { tier: null }, after: { tier: 'T2' }, rule: 'bug-nach-t2' }],
    });
    expect(text).toContain('+ zammad webhook  Title webhook\n      url: – → https://stellwerk.example.com/hooks/');
    expect(text).toContain('! restarts itself');
    expect(text).toMatch(/#\d+ {2}tier: – → T2 {2}\(bug-nach-t2: Tier T2 by rule bug-nach-t2\.\)/);
    expect(JSON.stringify(value)).not.toContain(SECRETS['zammad-webhook']);
    expect(provider.writes).toEqual([]);
    expect(desk.zammad.ticket(ticket)?.tier).toBeNull();
  });

  it('without --live nothing goes live and no ticket is written', async () => {
    expect((await plan()).value).toMatchObject({ switches: [], writes: [] });
  });

  it('does what was planned, keeps the secret that the provider made, and a second plan is empty', async () => {
    const planned = await plan('tags');

    const applied = await apply(planned.value.id);
    const again = await apply(planned.value.id);

    expect(applied.value).toMatchObject({
      objects: 2,
      switches: 1,
      writes: 1,
      secrets: ['zammad-webhook'],
      left: 0,
      already: false,
    });
    expect(applied.text).toContain('restart a running serve');
    expect(again).toMatchObject({ code: 0, value: { already: true, objects: 0, writes: 0 } });
    expect(provider.writes).toEqual(['create webhook', 'create field:support_tier']);
    expect(desk.zammad.ticket(ticket)?.tier).toBe('T2');
    expect(await stored(({ store }) => store.secrets.get('zammad-webhook'))).toBe(provider.madeSecret);
    expect((await plan('tags')).value).toMatchObject({ id: null, empty: true });
    expect((await plan('tags')).text).toContain('Nothing to do.');
  });

  it('writes each outcome into the ledger, with its rule, before and after', async () => {
    await apply((await plan('tags')).value.id);

    expect(await changes()).toMatchObject([
      {
        kind: 'ticket',
        lane: `zammad:ticket:${ticket}`,
        action: 'set_tier',
        writeClass: 'tags',
        rule: 'bug-nach-t2',
        before: { tier: null },
        after: { tier: 'T2' },
      },
      { kind: 'object', key: 'field:support_tier', action: 'create', before: null, remoteRef: 'id-field:support_tier' },
      { kind: 'object', key: 'webhook', action: 'create' },
    ]);
  });

  it('refuses a plan that no longer holds, and names what changed', async () => {
    const { id } = (await plan('tags')).value;
    provider.objects.set('webhook', { url: 'https://elsewhere.example.com' });

    await expect(apply(id)).rejects.toMatchObject({
      code: 'PLAN_STALE',
      text: { en: expect.stringContaining('zammad webhook') },
    });
    expect(provider.writes).toEqual([]);
    expect(desk.zammad.ticket(ticket)?.tier).toBeNull();
    await expect(apply('nosuchid')).rejects.toMatchObject({ code: 'PLAN_UNKNOWN' });
  });

  it('refuses a plan made under another policy', async () => {
    const { id } = (await plan('tags')).value;
    append('lateAfter: 2h');

    await expect(apply(id)).rejects.toMatchObject({ text: { de: expect.stringContaining('policy') } });
  });

  it('is gone on with after a kill at every step, and makes everything once', async () => {
    const { id } = (await plan('tags')).value;
    let finished = false;
    const died = new Set<string>();

    for (let run = 0; !finished; run += 1) {
      expect(run).toBeLessThan(60);
      finished = await call((context) =>
        withChanging(context, async ({ deps, secretName }) => {
          const options = { id: id ?? '', by: 'test', secretName, settle: async () => {} };
          await applyPlan(dying(deps, died), options);
          return 0;
        }),
      ).then(
        () => true,
        (error: Error) => {
          expect(error.message).toBe('killed');
          return false;
        },
      );
    }

    // two objects and their two lines, two states of the plan, one switch, one lane: before and after each
    expect(died.size).toBe(2 * 8);
    expect(provider.writes).toEqual(['create webhook', 'create field:support_tier']);
    const ledger = await changes();
    expect(ledger.filter(({ kind }) => kind === 'object').map(({ key }) => key)).toEqual([
      'field:support_tier',
      'webhook',
    ]);
    const standing = await stored(({ store }) => store.effects.list({ limit: 99 }));
    expect(standing.filter(({ effect }) => effect.key.startsWith('stand')).length).toBe(1);
  });
});

/** The runtime over a process that dies once before and once after every write to its store and its provider. */
function dying(deps: PlanDeps, died: Set<string>): PlanDeps {
  const die = (point: string): void => {
    if (died.has(point)) return;
    died.add(point);
    throw new Error('killed');
  };
  const wrap = <T extends object>(part: T, names: readonly string[]): T =>
    new Proxy(part, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function' || !names.includes(String(name))) return value;
        return async (...given: unknown[]) => {
          const point = `${String(name)} ${JSON.stringify(given).replace(/\d{10,}/g, '')}`;
          die(`before ${point}`);
          const result = await (value as (...args: unknown[]) => Promise<unknown>).apply(target, given);
          die(`after ${point}`);
          return result;
        };
      },
    });
  const { store } = deps;
  provider.atWrite = (moment, { key }) => die(`${moment} ${key}`);
  return {
    ...deps,
    store: {
      ...store,
      changes: wrap(store.changes, ['recordObject', 'setPlanState']),
      connections: wrap(store.connections, ['setMode']),
      lanes: wrap(store.lanes, ['decide']),
    },
  };
}

describe('undo', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await apply((await plan('tags')).value.id);
  });
  const tierChange = async (): Promise<Change> => {
    const found = (await changes()).find(({ action }) => action === 'set_tier');
    if (!found) throw new Error('no change of the tier');
    return found;
  };

  it('takes a tier back to none, notes it in the ledger, and is not written again', async () => {
    const { id } = await tierChange();

    const { code, value, text } = await undo(String(id));

    expect({ code, ...value }).toMatchObject({ code: 0, sent: 1, left: 0 });
    expect(text).toContain('tier: T2 → –');
    expect(desk.zammad.ticket(ticket)?.tier).toBeNull();
    const [back, first] = await changes();
    expect(back).toMatchObject({ action: 'clear_tier', undoOf: id, before: { tier: 'T2' }, after: { tier: null } });
    expect(first).toMatchObject({ id, undoneBy: back?.id });
    expect((await undo(String(id))).value.changes).toMatchObject([{ verdict: 'undone' }]);
    expect((await plan('tags')).value.empty).toBe(true);
  });

  it('works by rule and by time, and after the class went back into shadow', async () => {
    const hour = 3_600_000;
    const before = new Date(Date.now() - hour).toISOString();

    const none = await undo(undefined, { until: before });
    const other = await undo(undefined, { rule: 'another' });
    await call(async (context) => {
      await withStore(context, 'admin', ({ store }) =>
        store.connections.setMode('zammad', 'tags', 'shadow', 'x', Date.now()),
      );
      return 0;
    });
    const mine = await undo(undefined, { rule: 'bug-nach-t2', since: '1h' });

    expect(none.value.sent + other.value.sent).toBe(0);
    expect(mine.value).toMatchObject({ sent: 1, left: 0 });
    expect(desk.zammad.ticket(ticket)?.tier).toBeNull();
  });

  it('refuses where a human has edited since, also back to the same value', async () => {
    const { id } = await tierChange();
    const agent = desk.zammad.addAgent({ name: 'Anna Agent', email: 'anna@example.test', groups: ['Users'] });
    const anna = { kind: 'agent', id: agent.id } as const;
    ahead = 2_000; // Zammad's history counts whole seconds
    desk.zammad.setTier(ticket, anna, 'T3');

    const other = await undo(String(id));
    ahead = 4_000;
    desk.zammad.setTier(ticket, anna, 'T2');
    const same = await undo(String(id));

    for (const { code, value, text } of [other, same]) {
      expect({ code, ...value }).toMatchObject({ code: 1, sent: 0, changes: [{ verdict: 'edited_since' }] });
      expect(text).toContain('edited by somebody since');
    }
    expect(desk.zammad.ticket(ticket)?.tier).toBe('T2');
  });

  it('takes an object away that stands as it was made, and leaves one that somebody has edited', async () => {
    const made = (await changes()).filter(({ kind }) => kind === 'object');
    const idOf = (key: string): string => String(made.find((each) => each.key === key)?.id);
    provider.objects.set('webhook', { url: 'https://elsewhere.example.com' });

    const field = await undo(idOf('field:support_tier'));
    const webhook = await undo(idOf('webhook'));

    expect(field).toMatchObject({ code: 0, value: { sent: 1, left: 0 } });
    expect(webhook).toMatchObject({ code: 1, value: { sent: 0, changes: [{ verdict: 'edited_since' }] } });
    expect([...provider.objects.keys()]).toEqual(['webhook']);
    expect((await undo(idOf('field:support_tier'))).value.changes).toMatchObject([{ verdict: 'undone' }]);
    const [line] = await changes();
    expect(line).toMatchObject({ kind: 'object', action: 'delete', undoOf: Number(idOf('field:support_tier')) });
  });

  it('says that a note cannot be taken back, and by time leaves objects alone', async () => {
    await apply((await plan('notes')).value.id);
    ahead = 1_000; // going live never sends the past
    desk.ticket({ tags: ['urgent'] });
    await call((context) => backfillHistory(context, 'zammad', { since: '1d' }));
    await call(async (context) => {
      await withChanging(context, (changing) => settle(changing, ['zammad']));
      return 0;
    });

    const { value, text } = await undo(undefined, { since: '1h' });

    expect(value.changes.map(({ verdict }) => verdict)).toContain('cannot_be_undone');
    expect(text).toMatch(/add_note: cannot be taken back/);
    expect(provider.objects.size).toBe(2);
  });
});

describe('uninstall', { timeout: 60_000 }, () => {
  it('takes tiers, switches and objects away, and leaves nothing at the provider', async () => {
    await apply((await plan('tags')).value.id);

    const seen = await call<{ plan: ShownPlan; applied: Applied | null }>((context) =>
      uninstall(context, 'zammad', {}),
    );
    expect(seen.value).toMatchObject({
      applied: null,
      plan: { undos: [{ before: { tier: 'T2' }, after: { tier: null } }] },
    });
    expect(provider.objects.size).toBe(2);
    const done = await apply(seen.value.plan.id);

    expect(done.value).toMatchObject({ objects: 2, switches: 1, undos: 1 });
    expect(provider.objects.size).toBe(0);
    expect(provider.writes.slice(2)).toEqual(['delete field:support_tier', 'delete webhook']);
    expect(desk.zammad.ticket(ticket)?.tier).toBeNull();
    const again = await call<{ plan: ShownPlan }>((context) => uninstall(context, 'zammad', { yes: true }));
    expect(again.value.plan.empty).toBe(true);
  });

  it('says what is left when the provider keeps something', async () => {
    await apply((await plan()).value.id);
    provider.atWrite = (moment, { key, before }) => {
      if (moment === 'after' && key === 'webhook' && before) provider.objects.set('webhook', before);
    };

    await expect(call((context) => uninstall(context, 'zammad', { yes: true }))).rejects.toMatchObject({
      code: 'LEFT_BEHIND',
      text: { en: expect.stringContaining('zammad webhook') },
    });
  });
});
