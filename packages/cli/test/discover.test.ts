import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zammadAdapter } from '@stellwerk/adapter-zammad';
import type { Discovered, NamedThing } from '@stellwerk/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discover } from '../src/commands/discover.ts';
import { type Bench, createBench } from './bench.ts';
import { inProcess } from './in-process.ts';
import { SECRETS, zammadPolicy } from './policy.ts';

const thing = (name: string, category: string | null = null, isActive = true): NamedThing => ({
  id: name,
  name,
  isActive,
  category,
});

/** An account as a German company might have it. */
const ACCOUNT: Discovered = {
  groups: [
    thing('Service Desk'),
    thing('Technik (2nd Level)'),
    thing('Entwicklung'),
    thing('Buchhaltung'),
    thing('1st Level alt', null, false),
  ],
  statuses: [
    thing('open', 'open'),
    thing('Wartet auf Entwicklung', 'pending reminder'),
    thing('Wartet auf Kunde', 'pending reminder'),
    thing('Beim Hersteller', null),
    thing('Gelöst, unbestätigt', 'open'),
    thing('Zebra', null),
  ],
  priorities: [thing('2 normal'), thing('Prio 1 (Stillstand)')],
  calendars: [
    {
      id: '7',
      name: 'Büro Köln',
      timeZone: 'Europe/Berlin',
      hours: {
        1: [['08:00', '17:00']],
        2: [['08:00', '17:00']],
        5: [
          ['08:00', '12:00'],
          ['13:00', '15:00'],
        ],
      },
      // North Rhine-Westphalia, 2026: what its ministry of the interior publishes
      holidays: [
        '2026-01-01',
        '2026-04-03',
        '2026-04-06',
        '2026-05-01',
        '2026-05-14',
        '2026-05-25',
        '2026-06-04',
        '2026-10-03',
        '2026-11-01',
        '2026-12-25',
        '2026-12-26',
      ].map((date) => ({ date, name: '' })),
    },
  ],
  slas: [
    {
      id: '1',
      name: 'Gold',
      calendar: '7',
      targets: [
        { metric: 'first_reply', priority: null, minutes: 90, businessHours: true },
        { metric: 'resolution', priority: '2 normal', minutes: 480, businessHours: true },
      ],
    },
  ],
  organisationFields: [thing('vertragsart')],
  ticketFields: [],
  brands: [],
  forms: [],
  pipelines: [],
  tags: [],
  automations: null,
  hidden: [{ part: 'automations', reason: { de: 'braucht admin.trigger', en: 'needs admin.trigger' } }],
};

interface Result {
  readonly proposals: readonly { readonly path: string; readonly value: unknown; readonly confidence: number }[];
  readonly questions: readonly { readonly path: string; readonly value: unknown }[];
  readonly unplaced: readonly string[];
  readonly diff: readonly string[];
  readonly written: boolean;
}

let bench: Bench;
beforeEach(async () => {
  bench = createBench(zammadPolicy('http://127.0.0.1:1').replace('tiers:', '# who owns what\ntiers:'));
  for (const [name, value] of Object.entries(SECRETS)) await bench.stellwerk(['secret', 'set', name], { input: value });
}, 30_000);
afterEach(() => bench.remove());

const file = () => readFileSync(join(bench.folder, 'stellwerk.yaml'), 'utf8');
const run = (account: Discovered, options: { write?: boolean } = {}, language: 'de' | 'en' = 'en') => {
  const zammad = {
    ...zammadAdapter,
    create: (...given: Parameters<typeof zammadAdapter.create>) => ({
      ...zammadAdapter.create(...given),
      discovery: { discover: async () => account },
    }),
  };
  return inProcess(bench.folder, { zammad })<Result>((context) => discover(context, 'zammad', options), language);
};
const byPath = (value: Result) => Object.fromEntries(value.proposals.map(({ path, value: each }) => [path, each]));

describe('discover', { timeout: 30_000 }, () => {
  it('proposes groups, statuses, priorities and calendars by name and class, surest where both agree', async () => {
    const { value } = await run(ACCOUNT);

    expect(byPath(value)).toEqual({
      'tiers.T1.groups.zammad': ['Service Desk'],
      'tiers.T2.groups.zammad': ['Technik (2nd Level)'],
      'mapping.zammad.status.Wartet auf Entwicklung': 'waiting_dev',
      'mapping.zammad.status.Wartet auf Kunde': 'waiting_requester',
      'mapping.zammad.status.Beim Hersteller': 'waiting_third_party',
      'mapping.zammad.priority.Prio 1 (Stillstand)': 'P1',
      'calendars.buero-koeln': {
        timezone: 'Europe/Berlin',
        week: { 'mon-tue': ['08:00-17:00'], fri: ['08:00-12:00', '13:00-15:00'] },
        holidays: { regions: ['DE-NW'] },
      },
    });
    const sure = Object.fromEntries(value.proposals.map(({ path, confidence }) => [path, confidence]));
    expect(sure['tiers.T2.groups.zammad']).toBeGreaterThan(sure['tiers.T1.groups.zammad'] ?? 1);
    expect(sure['mapping.zammad.status.Wartet auf Kunde']).toBeGreaterThan(
      sure['mapping.zammad.status.Beim Hersteller'] ?? 1,
    );
  });

  it('asks about what it is not sure of, and names what it cannot place', async () => {
    const { value, text } = await run(ACCOUNT, {}, 'de');

    expect(Object.fromEntries(value.questions.map(({ path, value: each }) => [path, each]))).toEqual({
      // the file has no tier T3, so its name would be missing
      'tiers.T3.groups.zammad': ['Entwicklung'],
      'mapping.zammad.status.Gelöst, unbestätigt': 'solved',
      'plans.gold': { label: 'Gold', calendar: 'buero-koeln', match: [{ 'org.field': 'vertragsart', is: 'Gold' }] },
      'sla.targets.gold': { first_reply: ['90min', '90min', '90min', '90min'], resolution: ['-', '-', '8h', '-'] },
    });
    expect(value.unplaced).toEqual(['group Buchhaltung', 'mapping.zammad.status.Zebra']);
    expect(text).toContain('! automations: braucht admin.trigger');
    expect(text).toContain('Unklar, bitte entscheiden:');
  });

  it('shows a diff and writes nothing; with --write keeps comments, is valid, and is done', async () => {
    const before = file();

    const shown = await run(ACCOUNT);
    expect(file()).toBe(before);
    expect(shown.value.written).toBe(false);
    expect(shown.value.diff).toContain(
      '+   T2: { name: Technischer Support, groups: { zammad: [Technik (2nd Level)] } }',
    );
    expect(shown.value.diff.filter((line) => line.startsWith('-')).length).toBe(2);

    const written = await run(ACCOUNT, { write: true });
    expect(written.value.written).toBe(true);
    expect(file()).toContain('# who owns what\ntiers:\n');
    expect(file()).toContain(
      '  - { id: dringend, type: hierarchical, when: { tag: urgent }, do: [{ note: internal }] }\n',
    );
    expect(await bench.stellwerk(['check'])).toMatchObject({ code: 0 });
    expect((await run(ACCOUNT)).value).toMatchObject({ proposals: [], diff: [], written: false });
  });

  it('writes a section of the preset in full before it adds to it', async () => {
    bench.write('stellwerk.yaml', zammadPolicy('http://127.0.0.1:1').split('calendars:')[0] ?? '');

    const { value } = await run(ACCOUNT, { write: true });

    expect(Object.keys(byPath(value))).toContain('tiers.T3.groups.zammad');
    expect(file()).toMatch(/tiers:\n {2}T0:\n {4}name: Selbsthilfe\n/);
    expect(file()).toContain('rund-um-die-uhr:');
    expect(await bench.stellwerk(['check'])).toMatchObject({ code: 0 });
  });
});
