import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportResult } from '../src/commands/import.ts';
import { type Bench, createBench } from './bench.ts';

const POLICY = `version: 1
locale: { language: en, timezone: Europe/Berlin }
connections: { archive: { kind: import } }
writes: { tags: live }
tiering: { default: T1, rules: [] }
`;
const MAPPING = `version: 1
empty: ["", "?"]
case: ticket
at: { column: at, format: d.M.yyyy HH:mm, zone: Europe/Berlin }
status:
  columns: [state, substate]
  map: { New/: new, Work/: open, Done/: solved }
  match: [{ re: user, is: waiting_requester }]
team: team
tier: { column: team, match: [{ re: 2nd, is: T2 }], default: T1 }
assignee: owner
person: owner
comment: { column: text }
`;
const HISTORY = `ticket,at,state,substate,team,owner,text
A-1,1.12.2025 09:00,New,,Desk,?,
A-1,1.12.2025 10:00,Work,,Desk,Anna Agentin,
B-2,1.12.2025 10:30,New,,Desk,?,
A-1,1.12.2025 11:00,Work,,Tech 2nd,Bernd Berater,"Geheime Antwort, mit Komma"
A-1,1.12.2025,Work,,Tech 2nd,Bernd Berater,
B-2,1.12.2025 12:00,Wait,User,Desk,Anna Agentin,
B-2
A-1,2.12.2025 10:00,Done,,Tech 2nd,Bernd Berater,
B-2,2.12.2025 11:00,Parked,,Desk,Anna Agentin,
`;
let bench: Bench;
beforeEach(() => {
  bench = createBench(POLICY);
  bench.write('map.yaml', MAPPING);
  bench.write('history.csv', HISTORY);
});
afterEach(() => bench.remove());

const run = (...more: readonly string[]) =>
  bench.stellwerk(['import', 'history.csv', '--mapping', 'map.yaml', '--json', ...more]);

describe('import', { timeout: 120_000 }, () => {
  it('brings every good row in, lists bad ones with their line and unknown values, and decides', async () => {
    const ran = await run();
    const result = ran.json<ImportResult>();
    const explained = await bench.stellwerk(['explain', 'archive:A-1', '--json']);

    // by hand: A-1 is born, gets an owner and a status, then group, owner, tier and message, then a status; B-2 is
    // born, gets an owner and a status, then a status
    expect(ran.code).toBe(1); // rows were left out
    expect(result).toMatchObject({
      rows: 9,
      badRows: 2,
      tickets: 2,
      events: 12,
      added: 12,
      state: 'complete',
      left: 0,
    });
    expect(result.bad.map(({ line, text }) => [line, text.en])).toEqual([
      [6, 'no instant in the format d.M.yyyy HH:mm: “1.12.2025”'],
      [8, '1 fields instead of 7'],
    ]);
    expect(result.values.status).toContainEqual({ value: 'Parked/', means: null, rows: 1 });
    expect(explained.json()).toMatchObject({
      facts: { status: 'solved', group: 'Tech 2nd', shownTier: 'T2', agentReplies: 1 },
    });
    expect(explained.json()).toMatchObject({ events: 8 });
  });

  it('adds nothing the second time, and only what is new from a longer file', async () => {
    await run();
    const second = await run();
    bench.write('history.csv', `${HISTORY}B-2,3.12.2025 09:00,Done,,Desk,Anna Agentin,\n`);
    const longer = await run();

    expect(second.json<ImportResult>()).toMatchObject({ events: 12, added: 0 });
    expect(longer.json<ImportResult>()).toMatchObject({ events: 13, added: 1 });
  });

  it('keeps no name and no text, anywhere, nor what a killed run left behind', async () => {
    const folder = join(bench.folder, '.stellwerk');
    mkdirSync(folder);
    writeFileSync(join(folder, 'import-4194303.stage'), 'Anna Agentin');

    await run();

    const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(stored.length).toBeGreaterThan(1);
    for (const text of stored) for (const word of ['Agentin', 'Berater', 'Geheime']) expect(text).not.toContain(word);
    expect(readdirSync(folder).filter((name) => name.endsWith('.stage'))).toEqual([]);
  });

  it('sends nothing: a history from a file is in shadow, whatever `writes` says', async () => {
    await run();

    const report = await bench.stellwerk(['report', '--json']);
    const live = await bench.stellwerk(['live', 'archive', '--class', 'tags', '--yes', '--json']);
    expect(Object.keys(report.json<{ effects: object }>().effects).filter((state) => state !== 'past')).toEqual([]);
    expect(live).toMatchObject({ code: 2 });
    expect(live.json<{ error: { message: string } }>().error.message).toContain('archive');
  });

  it('stores nothing with --dry-run, and shows what each value is taken for', async () => {
    const ran = await bench.stellwerk(['import', 'history.csv', '--mapping', 'map.yaml', '--dry-run', '--lang', 'de']);

    expect(ran.stdout).toContain('12 Ereignisse, nichts gespeichert');
    expect(ran.stdout).toMatch(/Wait\/User +waiting_requester +1/);
    expect(ran.stdout).toMatch(/Parked\/ +\? +1/);
    expect(ran.stdout).toContain('history.csv:8: 1 Felder statt 7');
    expect(readdirSync(bench.folder).toSorted()).toEqual(['history.csv', 'map.yaml', 'stellwerk.yaml']);
  });

  it('reads NDJSON alike, and says which columns stood in no row', async () => {
    const rows = [
      { ticket: 'N-1', at: '1.12.2025 09:00', state: 'New', substate: null, team: 'Desk' },
      { ticket: 'N-1', at: '1.12.2025 10:00', state: 'Done', substate: '', team: 'Desk' },
    ];
    bench.write('history.ndjson', rows.map((row) => JSON.stringify(row)).join('\n'));

    const ran = await bench.stellwerk(['import', 'history.ndjson', '--mapping', 'map.yaml', '--json']);

    expect(ran.code).toBe(0);
    expect(ran.json<ImportResult>()).toMatchObject({ tickets: 1, added: 2, unseenColumns: ['owner', 'text'] });
  });

  it.each([
    ['staus: state\n', 'map.yaml:14:1: staus: unknown key; did you mean `status`?'],
    [
      'rating: { column: ownr }\n',
      'map.yaml:14:11: rating.column: the file has no column “ownr”; did you mean “owner”?',
    ],
    ['requester: { colum: owner }\n', 'map.yaml:14:14: requester.colum: unknown key; did you mean `column`?'],
  ])('refuses a mapping with %j, at its place', async (more, expected) => {
    bench.write('map.yaml', MAPPING + more);

    const ran = await bench.stellwerk(['import', 'history.csv', '--mapping', 'map.yaml']);

    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('in the mapping');
    expect(ran.stderr).toContain(expected);
  });

  it('takes the mapping of its page, and the page says what the command says', async () => {
    const page = readFileSync(new URL('../../../docs/cli/import.md', import.meta.url), 'utf8');
    const mapping = /```yaml\n(version: 1\nformat[\s\S]*?)```/.exec(page)?.[1] ?? '';
    const columns =
      'ticket_id;changed_at;opened_at;state;substate;team;owner;changed_by;role;text;internal;stars;product;made_sla';
    bench.write('map.yaml', mapping);
    bench.write(
      'history.csv',
      `${columns}\n7;1.12.2025 09:00;1.12.2025 08:00;Wait;by user;Net 2nd;Anna;Karla;Customer;Hallo;1;5;P;yes\n`,
    );

    const ran = await run();

    expect(ran.code).toBe(0);
    expect(ran.json<ImportResult>()).toMatchObject({ rows: 1, badRows: 0, added: 3 }); // birth, message, rating
    expect(ran.json<ImportResult>().values).toMatchObject({
      status: [{ value: 'Wait/by user', means: 'waiting_requester' }],
      tier: [{ value: 'Net 2nd', means: 'T2' }],
      person: [{ value: 'Customer', means: 'requester' }],
    });
  });

  it('says what to add where there is no connection for files', async () => {
    bench.write('stellwerk.yaml', POLICY.replace('archive: { kind: import }', ''));

    const ran = await run();

    expect(ran.code).toBe(3);
    expect(ran.json<{ error: { message: string } }>().error.message).toContain('kind: import');
  });

  it('ended by Ctrl-C it goes on from where it stopped', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => `C-${index},1.12.2025 09:00,New,,Desk,?,`);
    bench.write('history.csv', `${HISTORY.split('\n')[0]}\n${rows.join('\n')}\n`);
    const cut = await bench.stellwerk(['import', 'history.csv', '--mapping', 'map.yaml', '--json'], {
      started: (child) => {
        let seen = '';
        child.stderr?.on('data', (chunk) => {
          seen += String(chunk);
          if (/tickets +\S+ 2\d %/.test(seen)) child.kill('SIGINT');
        });
      },
    });
    const first = cut.json<ImportResult>();

    const rest = (await run()).json<ImportResult>();

    expect(cut.code).toBe(130);
    expect(first.state).toBe('incomplete');
    expect(first.added).toBeGreaterThan(0);
    expect(rest).toMatchObject({ state: 'complete', events: 3_000 - first.added, added: 3_000 - first.added });
  });
});
