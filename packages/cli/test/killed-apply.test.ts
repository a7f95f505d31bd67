import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '@stellwerk/ports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ShownPlan } from '../src/commands/plan.ts';
import { type DeskBench, startDesk } from './desk.ts';

let desk: DeskBench;
let ticket: string;
beforeAll(async () => {
  desk = await startDesk();
  ticket = desk.ticket({ tags: ['bug'] });
  const file = join(desk.folder, 'stellwerk.yaml');
  desk.write('stellwerk.yaml', `${readFileSync(file, 'utf8')}publicUrl: https://stellwerk.example.com\n`);
}, 60_000);
afterAll(() => desk.stop());

it('an apply that is killed while the provider answers goes on and makes everything once', {
  timeout: 120_000,
}, async () => {
  const json = async <T>(...args: string[]): Promise<T> => (await desk.stellwerk([...args, '--json'])).json<T>();
  await desk.stellwerk(['backfill', 'zammad', '--since', '1d']);
  const { id, objects } = await json<ShownPlan>('plan', 'zammad', '--live', 'tags');
  // the trigger is made, and the answer never comes
  desk.zammad.inject({ on: /^POST \/api\/v1\/triggers/, kind: 'timeout', commit: 'after', holdMs: 5_000, times: 1 });

  const killed = await desk.stellwerk(['apply', id ?? ''], {
    started: (child) => {
      child.stdout.on('data', (text) => {
        if (String(text).includes('trigger:created')) setTimeout(() => child.kill('SIGKILL'), 500);
      });
    },
  });
  const resumed = await json('apply', id ?? '');

  expect(killed.code).toBeNull();
  expect(resumed).toMatchObject({ resumed: true, already: false, writes: 1, left: 0 });
  expect(await json('plan', 'zammad')).toMatchObject({ empty: true });
  expect(desk.zammad.ticket(ticket)?.tier).toBe('T2');
  const ledger = await json<Change[]>('changes');
  const made = ledger.filter(({ kind }) => kind === 'object').map(({ key }) => key);
  expect(made.toSorted()).toEqual(objects.map(({ key }) => key).toSorted());
  const { plan: rest } = await json<{ plan: ShownPlan }>('uninstall', 'zammad', '--keep-tickets');
  expect(rest.objects.length).toBe(objects.length);
});
