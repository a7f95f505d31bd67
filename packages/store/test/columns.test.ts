import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createManualClock } from '@stellwerk/testkit';
import { afterAll, expect, it } from 'vitest';
import { TEXT_COLUMNS } from '../src/columns.ts';
import { openSqliteStore } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'stellwerk-columns-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('classifies every text column of the real schema, and no other', async () => {
  const path = join(folder, 'a.db');
  const store = await openSqliteStore({ path, keyFile: join(folder, 'key'), clock: createManualClock() });
  await store.migrate();
  await store.close();

  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db
    .prepare(
      `select m.name as t, c.name as c from sqlite_master m join pragma_table_info(m.name) c
       where m.type = 'table' and m.name not like 'sqlite_%' and c.type = 'TEXT'`,
    )
    .all();
  db.close();

  const real = rows.map(({ t, c }) => `${t}.${c}`).sort();
  const listed = Object.entries(TEXT_COLUMNS).flatMap(([t, columns]) => Object.keys(columns).map((c) => `${t}.${c}`));
  expect(listed.sort()).toEqual(real);
});
