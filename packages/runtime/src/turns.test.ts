import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

function task(log: string[], name: string) {
  const end = Promise.withResolvers<void>();
  const work = async () => {
    log.push(`${name} begins`);
    await end.promise;
    log.push(`${name} ends`);
  };
  return { work, end: end.resolve };
}

describe('createTurns', () => {
  it('lets one that works alone wait for the others, and others wait for it', async () => {
    const log: string[] = [];
    const turns = createTurns();
    const [a, b, suspect, later] = ['a', 'b', 'suspect', 'later'].map((name) => task(log, name)) as [
      ReturnType<typeof task>,
      ReturnType<typeof task>,
      ReturnType<typeof task>,
      ReturnType<typeof task>,
    ];

    const all = [turns.together(a.work), turns.together(b.work), turns.alone(suspect.work), turns.together(later.work)];
    for (const { end } of [b, later, a, suspect]) {
      end();
      await new Promise(setImmediate);
    }
    await Promise.all(all);

    expect(log).toEqual([
      'a begins',
      'b begins',
      'b ends',
      'a ends',
      'suspect begins',
      'suspect ends',
      'later begins',
      'later ends',
    ]);
  });

  it('gives the turn on after a failure', async () => {
    const turns = createTurns();

    await expect(turns.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await turns.together(async () => 'goes on')).toBe('goes on');
    expect(await turns.alone(async () => 'goes on')).toBe('goes on');
  });
});
