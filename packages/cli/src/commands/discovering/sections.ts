import { type Policy, weekdays } from '@stellwerk/core';
import type { PolicyEdit } from '@stellwerk/runtime';
import { weekInRanges } from './calendars.ts';

/**
 * A section that the file leaves out comes from the preset as a whole; once it is named there, all of it must stand. So the
 * first edit of such a section writes what holds now as well.
 */
export function wholeSections(data: unknown, policy: Policy, edits: readonly PolicyEdit[]): readonly PolicyEdit[] {
  const named = new Set(Object.keys((data ?? {}) as object));
  const missing = new Set(edits.map(({ path }) => path[0] ?? '').filter((section) => !named.has(section)));
  return [
    ...(missing.has('tiers') ? [{ path: ['tiers'], value: tiersNow(policy) }] : []),
    ...(missing.has('calendars') ? [{ path: ['calendars'], value: calendarsNow(policy) }] : []),
    ...edits,
  ];
}

function tiersNow({ input }: Policy): unknown {
  return Object.fromEntries(
    Object.entries(input.tiers).map(([tier, config]) => {
      const { name, channels = [], external = false } = config ?? { name: tier };
      return [tier, { name, ...(channels.length === 0 ? {} : { channels }), ...(external ? { external } : {}) }];
    }),
  );
}

function calendarsNow({ input }: Policy): unknown {
  return Object.fromEntries(
    Object.entries(input.calendars).map(([id, { timezone, week, holidays, businessDay }]) => {
      const parts = { timezone, week: weekInRanges((day) => week[weekdays[day] ?? 'mon']) };
      return [id, { ...parts, ...(holidays ? { holidays } : {}), ...(businessDay ? { businessDay } : {}) }];
    }),
  );
}
