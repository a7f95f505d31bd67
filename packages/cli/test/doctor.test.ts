import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import type { Effect, TicketEvent } from '@stellwerk/core';
import { AuthExpired, type Discovered, type LaneRef, type Probe, type Store, Transient } from '@stellwerk/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backfillHistory } from '../src/commands/backfill.ts';
import { backup } from '../src/commands/backup.ts';
import { doctor } from '../src/commands/doctor.ts';
import { clock } from '../src/commands/doctoring/clock.ts';
import type { Examination } from '../src/commands/doctoring/finding.ts';
import { storeChecks } from '../src/commands/doctoring/house.ts';
import { withStore } from '../src/context.ts';
import { loadConfig } from '../src/installation/config.ts';
import { type DeskBench, startDesk } from './desk.ts';
import { inProcess } from './in-process.ts';

const DOC = fileURLToPath(new URL('../../../docs/cli/doctor.md', import.meta.url));
const DAY = 86_400_000;
const LANE = 'zammad:ticket:1';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly connection: string | null;
  readonly text: string;
  readonly fix: string;
}

const HEALTHY: Probe = {
  identity: 'stellwerk@example.test',
  selfId: '1',
  grantedScopes: null,
  missingScopes: [],
  clockSkewMs: 0,
  timeZone: 'Europe/Berlin',
  version: '6.5.0',
  warnings: [],
};
const EMPTY: Discovered = {
  groups: [],
  brands: [],
  forms: [],
  pipelines: [],
  statuses: [],
  priorities: [],
  ticketFields: [],
  organisationFields: [],
  tags: [],
  calendars: [],
  slas: [],
  automations: [{ id: '1', name: 'Stellwerk', isActive: true, category: null, kind: 'webhook', isOurs: true }],
  hidden: [],
};

let desk: DeskBench;
/** What the account shows, and what its adapter says of itself; a fault is written in here. */
let account: { probe: Probe | Error; discovered: Discovered; endsOn: string | null };

beforeEach(async () => {
  desk = await startDesk();
  account = { probe: HEALTHY, discovered: EMPTY, endsOn: null };
  policy((text) => `${text}publicUrl: https://stellwerk.example.com\n`);
}, 30_000);
afterEach(() => desk.stop());

function policy(change: (text: string) => string): void {
  const file = join(desk.folder, 'stellwerk.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function caller() {
  const { endsOn } = account;
  const apiVersions = endsOn === null ? [] : [{ version: 'v1', endsOn }];
  const manifest = { ...zammadAdapter.manifest, apiVersions };
  const create = (...given: Parameters<typeof zammadAdapter.create>) => ({
    ...zammadAdapter.create(...given),
    manifest,
    discovery: { discover: async () => account.discovered },
    probe: async () => {
      if (account.probe instanceof Error) throw account.probe;
      return account.probe;
    },
  });
  return inProcess(desk.folder, { zammad: { ...zammadAdapter, manifest, create } });
}

async function examine(): Promise<readonly Found[]> {
  const { value } = await caller()<{ findings: readonly Found[] }>((context) => doctor(context, undefined, {}));
  return value.findings;
}

const withDatabase = (work: (store: Store) => Promise<unknown>) =>
  caller()(async (context) => {
    await withStore(context, 'admin', ({ store }) => work(store));
    return 0;
  });

/** A ticket with one effect that came to this. */
async function effectThat(store: Store, number: number, result: 'done' | 'dead'): Promise<void> {
  const now = Date.now();
  const key = `zammad:ticket:${number}`;
  await store.connections.ensure('zammad', 'zammad', now);
  await store.lanes.appendEvent(key, tierEvent(`e${number}`, now - 1_000, 'T1'), 'manual', now);
  const lane = (await store.lanes.get(key)) as LaneRef;
  const effect: Effect = {
    key: `${key}/tier`,
    connection: 'zammad',
    writeClass: 'tags',
    write: { kind: 'set_tier', tier: 'T2' },
    at: now,
    mode: 'auto',
    coalesceKey: null,
    rule: 'r',
    reason: { code: 'test', rule: 'r', facts: {} },
  };
  const row = {
    number: '1',
    status: 'open',
    priority: null,
    plan: null,
    tier: null,
    group: null,
    createdAt: 1,
    finishedAt: null,
    nextDueAt: null,
    breaches: 0,
  };
  await store.lanes.decide(lane, now, async () => ({
    state: '{}',
    row,
    timers: [],
    effects: [{ effect, entry: 'pending', marker: 'M' }],
    overtaken: [],
    decisions: [],
    policyVersion: 'v',
  }));
  const claim = await store.effects.claim('zammad', now, 1_000);
  if (!claim) throw new Error('nothing to claim');
  const change = { before: { tier: 'T1' }, after: { tier: 'T2' }, undoOf: null };
  const done = { kind: 'done', remoteRef: null, ownWrites: [], event: null, link: null, change } as const;
  await store.effects.finish(claim, result === 'done' ? done : { kind: 'dead', error: 'VALIDATION_REFUSED' }, now);
}

function tierEvent(key: string, at: number, to: 'T1' | 'T3'): TicketEvent {
  const actor = { kind: 'agent', ref: null } as const;
  return {
    type: 'tier_changed',
    to,
    raw: to,
    key,
    at,
    seq: 0,
    observedAt: at,
    actor,
    channel: 'web',
    provenance: 'poll',
  };
}

/** Each fault, and the code that it must be found under. */
const FAULTS: readonly (readonly [code: string, inject: () => unknown])[] = [
  ['credential.secret_missing', () => policy((text) => text.replace('token: zammad-token', 'token: another-token'))],
  ['credential.config', () => policy((text) => text.replace('kind: zammad', 'kind: zamad'))],
  ['credential.refused', () => (account.probe = new AuthExpired('zammad'))],
  ['credential.unreachable', () => (account.probe = new Transient('zammad does not answer', { ambiguous: false }))],
  ['credential.scope_missing', () => (account.probe = { ...HEALTHY, missingScopes: ['ticket.agent'] })],
  [
    'credential.account_personal',
    () => {
      const text = { de: 'persönliches Konto', en: 'personal account' };
      account.probe = { ...HEALTHY, warnings: [{ code: 'account_personal', text }] };
    },
  ],
  [
    'writes.tier_missing',
    () =>
      (account.probe = { ...HEALTHY, warnings: [{ code: 'tier_missing', text: { de: 'kein Feld', en: 'no field' } }] }),
  ],
  [
    'credential.paused',
    () =>
      withDatabase(async (store) => {
        await store.connections.ensure('zammad', 'zammad', 1);
        await store.connections.setStatus('zammad', 'paused', 'token revoked');
      }),
  ],
  ['ingress.secret_missing', () => policy((text) => text.replace('zammad-webhook', 'another-webhook'))],
  ['ingress.no_public_url', () => policy((text) => text.replace(/publicUrl:.*\n/, ''))],
  ['ingress.not_running', () => policy((text) => text.replace('port: 0', 'port: 1'))],
  [
    'ingress.unparsable',
    () =>
      withDatabase((store) =>
        store.deliveries.accept({
          connection: 'zammad',
          key: 'd',
          receivedAt: 1,
          sourceAt: null,
          headers: {},
          body: Buffer.from('?'),
          state: 'unparsable',
          subjects: [],
        }),
      ),
  ],
  [
    'ingress.silent',
    () =>
      withDatabase(async (store) => {
        await store.connections.ensure('zammad', 'zammad', 1);
        await store.connections.setCursor('zammad', 'reconciled_at', String(Date.now()), Date.now());
      }),
  ],
  [
    'ingress.webhook_disabled',
    () => {
      const [webhook] = EMPTY.automations ?? [];
      account.discovered = { ...EMPTY, automations: webhook ? [{ ...webhook, isActive: false }] : [] };
    },
  ],
  ['ingress.webhook_missing', () => (account.discovered = { ...EMPTY, automations: [] })],
  [
    'completeness.dead_events',
    () =>
      withDatabase(async (store) => {
        await store.lanes.appendEvent(LANE, tierEvent('e', 1, 'T1'), 'manual', 1);
        const lane = (await store.lanes.get(LANE)) as LaneRef;
        for (let n = 0; n < 5; n += 1) await store.lanes.fail(lane, 'poison', n);
      }),
  ],
  [
    'completeness.lag',
    () =>
      withDatabase(async (store) => {
        await store.connections.ensure('zammad', 'zammad', 1);
        await store.connections.setCursor('zammad', 'reconciled_at', String(Date.now() - 3 * DAY), 1);
      }),
  ],
  ['completeness.missing', () => desk.ticket()],
  ['clock.clock_skewed', () => (account.probe = { ...HEALTHY, clockSkewMs: 90_000 })],
  ['clock.zone', () => (account.probe = { ...HEALTHY, timeZone: 'Asia/Tokyo' })],
  [
    'calendar.policy',
    () =>
      policy((text) =>
        text.replace(
          'calendars:\n',
          'calendars:\n  x: { timezone: Europe/Berlin, week: { mon-fri: ["08:00-10:00"] } }\n',
        ),
      ),
  ],
  [
    'calendar.native_differs',
    () => {
      const week = { 1: [['09:00', '12:00']] } as const;
      account.discovered = {
        ...EMPTY,
        calendars: [{ id: '1', name: 'Buero', timeZone: 'Europe/Berlin', hours: week, holidays: [] }],
      };
    },
  ],
  [
    'rules.policy',
    () =>
      policy((text) =>
        text.replace('tier: T2 }\n', 'tier: T2 }\n    - { id: nochmal, when: { tag: bug }, tier: T1 }\n'),
      ),
  ],
  [
    'rules.never_fired',
    async () => {
      for (let n = 0; n < 50; n += 1) desk.ticket();
      await caller()((context) => backfillHistory(context, 'zammad', { since: '1d' }));
    },
  ],
  [
    'rules.native_automations',
    () => {
      const foreign = {
        id: '9',
        name: 'Eskalation',
        isActive: true,
        category: null,
        kind: 'trigger',
        isOurs: false,
      } as const;
      account.discovered = { ...EMPTY, automations: [...(EMPTY.automations ?? []), foreign] };
    },
  ],
  ['writes.dead', () => withDatabase((store) => effectThat(store, 1, 'dead'))],
  [
    'writes.reverted',
    () =>
      withDatabase(async (store) => {
        for (let n = 1; n <= 5; n += 1) await effectThat(store, n, 'done');
        const later = Date.now() + 5_000;
        for (let n = 1; n <= 2; n += 1)
          await store.lanes.appendEvent(`zammad:ticket:${n}`, tierEvent(`h${n}`, later, 'T3'), 'manual', later);
      }),
  ],
  [
    'writes.budget',
    async () => {
      policy((text) => `${text}guards: { maxWritesPerHour: 1 }\n`);
      await withDatabase((store) => effectThat(store, 1, 'done'));
    },
  ],
  [
    'loop.fuse',
    () =>
      withDatabase((store) =>
        store.admin.audit({
          at: Date.now(),
          actor: 'stellwerk',
          action: 'lane.loop_fuse',
          target: LANE,
          detail: 'more than 20',
        }),
      ),
  ],
  ['store.cannot_open', () => chmodSync(join(desk.folder, '.stellwerk', 'master.key'), 0o644)],
  [
    'store.backup_old',
    () => withDatabase((store) => store.lanes.appendEvent(LANE, tierEvent('e', 1, 'T1'), 'manual', 1)),
  ],
  ['privacy.bodies_kept', () => policy((text) => `${text}privacy: { keepBodies: 14d }\n`)],
  ['privacy.works_council', () => policy((text) => `${text}privacy: { worksCouncil: { enabled: false } }\n`)],
  [
    'privacy.retention_behind',
    () =>
      withDatabase((store) => {
        const change = { connection: 'zammad', key: 'webhook', action: 'create', before: null, after: null } as const;
        return store.changes.recordObject({ ...change, remoteRef: '1', plan: null, undoOf: null, secret: null }, 1);
      }),
  ],
  ['version.ends', () => (account.endsOn = new Date(Date.now() + 40 * DAY).toISOString().slice(0, 10))],
];

describe('doctor', { timeout: 60_000 }, () => {
  it('finds nothing wrong with an installation that is well', async () => {
    const findings = await examine();

    // no service runs in this test
    expect(findings.filter(({ severity }) => severity !== 'note').map(({ code }) => code)).toEqual([
      'ingress.not_running',
    ]);
  });

  it.each(FAULTS)('finds and names %s', async (code, inject) => {
    const without = new Set((await examine()).map((each) => each.code));
    await inject();

    const found = (await examine()).find((each) => each.code === code);

    if (code !== 'ingress.not_running') expect(without).not.toContain(code);
    expect(found).toMatchObject({ text: expect.stringMatching(/.{5}/), fix: expect.stringMatching(/.{5}/) });
    expect(readFileSync(DOC, 'utf8')).toContain(`\`${code}\``);
  });

  it('finds a change of the clocks ahead, and a full disk', async () => {
    const config = loadConfig(join(desk.folder, 'stellwerk.yaml'));
    const base = { config, accounts: [], fetch, freeBytes: async () => 5_000_000 };
    await withDatabase(async (store) => {
      const october = { ...base, store, now: Date.parse('2026-10-15T12:00:00Z') } satisfies Examination;
      expect(await clock(october)).toMatchObject([
        { code: 'clock.dst_ahead', text: { en: 'The clocks change on 2026-10-25.' } },
      ]);
      expect(await clock({ ...october, now: Date.parse('2026-10-05T12:00:00Z') })).toEqual([]);
      expect(await storeChecks({ ...base, store, now: 1 })).toMatchObject([
        { code: 'store.disk', text: { en: expect.stringContaining('5 MiB') } },
      ]);
    });
    for (const code of ['clock.dst_ahead', 'store.disk']) expect(readFileSync(DOC, 'utf8')).toContain(`\`${code}\``);
  });

  it('asks a running gateway for forged deliveries', async () => {
    const port = await freePort();
    policy((text) => text.replace('port: 0', `port: ${port}`));
    const served = await desk.serve();
    const body = JSON.stringify({ ticket: { id: 1 } });
    const headers = { 'content-type': 'application/json', 'x-hub-signature': `sha1=${'0'.repeat(40)}` };
    await fetch(`${served.url}${new URL(served.hooks.zammad ?? '').pathname}`, { method: 'POST', body, headers });

    const findings = await examine();
    await served.stop();

    expect(findings.find(({ code }) => code === 'ingress.signature')).toMatchObject({
      severity: 'problem',
      connection: 'zammad',
      text: '1 of 1 deliveries since the start were not genuine.',
    });
    expect(findings.map(({ code }) => code)).not.toContain('ingress.not_running');
  });

  it('is content once a backup was made; tells in German; ends with 1 for a problem; asks nobody with --offline', async () => {
    await withDatabase((store) => store.lanes.appendEvent(LANE, tierEvent('e', 1, 'T1'), 'manual', 1));
    await caller()((context) => backup(context, join(desk.folder, 'copy.db')));
    account.probe = new AuthExpired('zammad');

    const online = await caller()((context) => doctor(context, 'zammad', {}), 'de');
    const offline = await caller()<{ findings: readonly Found[] }>((context) =>
      doctor(context, 'zammad', { offline: true }),
    );

    expect(online.code).toBe(1);
    expect(online.text).toContain('Zugang\n  ✗ zammad: ');
    expect(online.text).toContain('→ Beim Anbieter ein neues Token erstellen');
    expect(online.text).toContain('✓ Speicher');
    expect(online.text).toMatch(/1 Probleme, \d Warnungen\.$/);
    expect(offline.code).toBe(0);
    expect(offline.value.findings.map(({ code }) => code)).not.toContain('credential.refused');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
