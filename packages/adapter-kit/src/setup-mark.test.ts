import { expect, it } from 'vitest';
import { hasSetupMark, setupMark } from './setup-mark.ts';

it.each([
  ['stellwerk:desk', true],
  ['Support tier, kept by Stellwerk [stellwerk:desk]', true],
  ['Made by (stellwerk:desk).', true],
  ['stellwerk:desk update', true],
  // another connection, whose name begins the same
  ['Stellwerk [stellwerk:desk-2]', false],
  ['not-stellwerk:desk', false],
  ['Stellwerk (desk)', false],
  ['', false],
  [null, false],
  [undefined, false],
])('“%s” carries the mark of “desk”: %s', (text, expected) => {
  expect(hasSetupMark(text, 'desk')).toBe(expected);
});

it('finds what it wrote, whatever the connection is called', () => {
  for (const name of ['desk', 'desk.eu', 'DESK_1', 'a-b'])
    expect(hasSetupMark(`x [${setupMark(name)}]`, name)).toBe(true);
});
