import { describe, expect, it } from 'vitest';
import { checkCalendarCase } from './calendar-case.ts';

const base = {
  id: 'office-1',
  zone: 'Europe/Berlin',
  weekly: { mon: [['09:00', '17:00']] },
  start: '2026-03-02T08:00:00Z',
};
const ours = { rolling: false };

describe('a golden case', () => {
  it('passes with the right answer and shows both when it is wrong', () => {
    const between = { ...base, op: 'between', end: '2026-03-02T10:00:00Z' };
    expect(checkCalendarCase({ ...between, expect: 7200 }, ours)).toEqual({
      name: 'office-1',
      ok: true,
      expected: '7200 s',
      actual: '7200 s',
    });
    expect(checkCalendarCase({ ...between, expectMinutes: 121 }, ours)).toMatchObject({
      ok: false,
      expected: '7260 s',
      actual: '7200 s',
    });
  });

  it('compares add with expectEarliest, rolling with expect', () => {
    const add = {
      ...base,
      op: 'add',
      minutes: 480,
      expect: '2026-03-09T08:00:00Z',
      expectEarliest: '2026-03-02T17:00:00+01:00',
    };
    expect(checkCalendarCase(add, ours)).toMatchObject({ ok: true, actual: '2026-03-02T16:00:00Z' });
    expect(checkCalendarCase(add, { rolling: true })).toMatchObject({ ok: true, actual: '2026-03-09T08:00:00Z' });
  });

  it('is named in what it says, also when it cannot be read', () => {
    expect(checkCalendarCase({ id: 'mine', op: 'add' }, ours)).toMatchObject({
      name: 'mine',
      expected: 'a calendar case',
    });
    expect(checkCalendarCase({ op: 'add' }, ours).name).toBe('(no id)');
    const { id: _, ...unnamed } = base;
    expect(
      checkCalendarCase({ ...unnamed, op: 'between', end: '2026-03-02T10:00:00Z', expect: 7200 }, ours),
    ).toMatchObject({ name: '(no id)', ok: true });
  });

  it('without an expected answer fails and says so', () => {
    expect(checkCalendarCase({ ...base, op: 'between', end: '2026-03-02T10:00:00Z' }, ours)).toMatchObject({
      ok: false,
      expected: 'expect',
      actual: '7200 s',
    });
  });

  it('goes back', () => {
    expect(
      checkCalendarCase({ ...base, op: 'sub', seconds: 3600, expect: '2026-02-23T15:00:00Z' }, ours),
    ).toMatchObject({ ok: true });
  });

  it.each([
    ['no case', 17, /expected object/],
    ['an unknown question', { ...base, op: 'multiply' }, /op/],
    ['a misspelt weekday', { ...base, op: 'between', weekly: { monday: [] } }, /monday/],
    [
      'a calendar that is never open',
      { ...base, op: 'add', weekly: {}, seconds: 1, expect: '2026-03-02T08:00:00Z' },
      /never open/,
    ],
    ['no end', { ...base, op: 'between', expect: 1 }, /end is missing/],
    ['no amount', { ...base, op: 'add', expect: '2026-03-02T08:00:00Z' }, /seconds is missing/],
  ])('fails with the cause for %s', (_, testCase, cause) => {
    const { ok, actual } = checkCalendarCase(testCase, ours);
    expect(ok).toBe(false);
    expect(actual).toMatch(cause);
  });
});
