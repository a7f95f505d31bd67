import type { ZammadVersion } from '../../src/parity/zammad/desk.ts';
import { replayZammad, type ZammadStep } from '../../src/parity/zammad/run-case.ts';
import { ZammadCase, ZammadCaseFile } from '../../src/parity/zammad/zammad-case.ts';

/** The file part of cases: states and channels as every Zammad begins with. */
export const FILE = ZammadCaseFile.parse({ format: 'zammad-sla-cases/1', cases: [] });

const day = { active: true, timeframes: [['09:00', '17:00']] };
const closed = { active: false, timeframes: [['09:00', '17:00']] };

/** Monday to Friday 09:00–17:00 in Berlin. 3 June 2024 is a Monday, Berlin is at +02:00. */
export const OFFICE = {
  timezone: 'Europe/Berlin',
  business_hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: closed, sun: closed },
  public_holidays: {},
};

/** First response 60 minutes, response 120, solution 480. */
export const SLA = { first_response_time: 60, response_time: 120, solution_time: 480 };

/** An event at a Berlin wall time of June 2024: `['03 10:20:50', { type: … }]`; the day may be left out for the 3rd. */
export type Happening = readonly [when: string, event: Record<string, unknown>];

/** A case of few words. */
export function storyOf(events: readonly Happening[], extra: Record<string, unknown> = {}): ZammadCase {
  return ZammadCase.parse({
    id: 'story',
    calendar: OFFICE,
    sla: SLA,
    events: events.map(([when, event]) => ({ at: berlin(when), ...event })),
    checkpoints: [],
    ...extra,
  });
}

/** ISO instant in UTC of a Berlin wall time of June 2024. */
export function berlin(when: string): string {
  const [date, time] = when.includes(' ') ? when.split(' ') : ['03', when];
  return new Date(`2024-06-${date}T${time?.length === 5 ? `${time}:00` : time}+02:00`)
    .toISOString()
    .replace('.000Z', 'Z');
}

/** The ticket's values after the last event. */
export function after(
  events: readonly Happening[],
  extra: Record<string, unknown> = {},
  version: ZammadVersion = '6.5',
) {
  const story = storyOf(events, extra);
  const last: ZammadStep | undefined = replayZammad(story, FILE, version).at(-1);
  return last?.values ?? {};
}

export const created = { type: 'ticket_create', state: 'new' };
export const customerMail = { type: 'article', sender: 'Customer', channel: 'email', internal: false };
export const agentMail = { type: 'article', sender: 'Agent', channel: 'email', internal: false };
export const state = (to: string): Record<string, unknown> => ({ type: 'state', to });
