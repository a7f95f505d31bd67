import { causesOf, type Switch } from '../causes.ts';
import type { Compared, Difference } from '../difference.ts';
import type { ZammadDesk } from './desk.ts';
import { OWN_FIELDS, type OwnField, ownZammad } from './own-zammad.ts';
import { isoSeconds, replayZammad, type ZammadStep } from './run-case.ts';
import type { ZammadCase } from './zammad-case.ts';

const DUE_SWITCHES: readonly Switch[] = [
  'roll_over',
  'start_event',
  'reopen',
  'pause_cut',
  'policy_change',
  'unfulfilled_by_actor',
  'left_behind',
  'schedule_mode',
];
const MINUTE_SWITCHES: readonly Switch[] = [
  'rounding',
  'start_event',
  'reopen',
  'pause_cut',
  'policy_change',
  'unfulfilled_by_actor',
  'schedule_mode',
];

/** Where our engine has it otherwise than Zammad, with the causes. */
export function compareZammad(story: ZammadCase, file: ZammadDesk['file'], steps: readonly ZammadStep[]): Compared {
  const own = ownZammad(story, file, steps);
  const native = nativeReadings(story, file);
  let compared = 0;
  const differences = story.checkpoints.flatMap(({ after_event, expected }) =>
    OWN_FIELDS.filter((field) => Object.hasOwn(expected, field)).flatMap((field): Difference[] => {
      compared += 1;
      const value = expected[field] ?? null;
      const ours = (switched: ReadonlySet<Switch>): string | number | null =>
        written(field, own(field, after_event, switched));
      const agrees = (switched: ReadonlySet<Switch>): boolean => {
        // Only a value that the reproduction has as well can be explained by changing the reproduction.
        const reproduced = steps[after_event]?.values[field] === value;
        const theirs = reproduced ? native(field, after_event, switched) : undefined;
        return ours(switched) === (theirs === undefined ? value : theirs);
      };
      const causes = causesOf(agrees, field.endsWith('_in_min') ? MINUTE_SWITCHES : DUE_SWITCHES);
      if (causes.length === 0) return [];
      return [{ case: story.id, where: `event ${after_event}`, field, native: value, ours: ours(new Set()), causes }];
    }),
  );
  return { compared, differences };
}

function written(field: OwnField, value: number | null): string | number | null {
  return value === null || field.endsWith('_in_min') ? value : isoSeconds(value);
}

type NativeReading = (
  field: OwnField,
  afterEvent: number,
  switched: ReadonlySet<Switch>,
) => string | number | null | undefined;

/** Undefined where the case itself says it. Two rules are Zammad's alone and are switched off there: hours that count twice, and deadlines that a release leaves behind. */
function nativeReadings(story: ZammadCase, file: ZammadDesk['file']): NativeReading {
  const replays = new Map<string, readonly ZammadStep[]>();
  return (field, afterEvent, switched) => {
    const united = switched.has('schedule_mode');
    const cleared = switched.has('left_behind');
    if (!united && !cleared) return undefined;
    const key = `${united} ${cleared}`;
    const replay =
      replays.get(key) ?? replayZammad(united ? withUnitedHours(story) : story, file, cleared ? '7.0' : '6.5');
    replays.set(key, replay);
    return replay[afterEvent]?.values[field];
  };
}

function withUnitedHours(story: ZammadCase): ZammadCase {
  const hours = Object.entries(story.calendar.business_hours).map(
    ([day, { active, timeframes }]) => [day, { active, timeframes: unite(timeframes) }] as const,
  );
  return { ...story, calendar: { ...story.calendar, business_hours: Object.fromEntries(hours) } };
}

function unite(frames: readonly (readonly [string, string])[]): [string, string][] {
  const united: [from: string, to: string][] = [];
  for (const [from, to] of frames.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const last = united.at(-1);
    if (!last || from > last[1]) united.push([from, to]);
    else if (to > last[1]) last[1] = to;
  }
  return united;
}
