import { expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

it('gives steps by instant, equal ones as they were added, and none after the limit', () => {
  const agenda = new Agenda();
  const done: string[] = [];
  const at = [5, 3, 9, 3, 1, 7, 3, 5];
  for (const [index, instant] of at.entries()) {
    agenda.add({ at: instant, run: () => void done.push(`${instant}${'abcdefgh'[index]}`) });
  }

  for (let step = agenda.takeUntil(7); step; step = agenda.takeUntil(7)) step.run();

  expect(done).toEqual(['1e', '3b', '3d', '3g', '5a', '5h', '7f']);
  expect(agenda.takeUntil(9)?.at).toBe(9);
});
