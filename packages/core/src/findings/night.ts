import type { Policy } from '../policy/policy.ts';
import { deskCalendar } from '../simulate/compare-rules.ts';
import type { FindingStory } from './finding.ts';
import type { Found } from './tiers.ts';

/**
 * Firings that tell somebody outside the hours of that person's calendar (the desk's, where the contact has none) while the
 * deputy rests too. `heldBack`: quiet hours keep the message until the next opening; else it wakes people.
 */
export function alertsAtNight({ state }: FindingStory, policy: Policy): readonly Found[] {
  return policy.escalations.flatMap(({ id, do: actions }) => {
    const roles = new Set(actions.flatMap(({ notify = [] }) => [notify].flat()).filter((role) => isTold(policy, role)));
    const times = Object.entries(state.rules.fired).flatMap(([key, each]) => (key.startsWith(`${id}|`) ? each : []));
    return [...roles].flatMap((role) =>
      times.filter((at) => restsAt(policy, role, at)).map((at) => found(policy, id, role, at)),
    );
  });
}

function found({ input }: Policy, rule: string, role: string, at: number): Found {
  const calendar = input.contacts[role]?.calendar ?? null;
  return { at, figures: { rule, role, calendar, heldBack: calendar !== null && input.guards.quietHours !== 'none' } };
}

/** Notes wake nobody. */
function isTold({ input }: Policy, role: string): boolean {
  return input.contacts[role]?.notify.some((channel) => channel !== 'note') ?? false;
}

function restsAt(policy: Policy, role: string, at: number): boolean {
  const contact = policy.input.contacts[role];
  const calendar = policy.calendars.get(contact?.calendar ?? '') ?? deskCalendar(policy);
  if (calendar.isOpen(at)) return false;
  return contact?.deputy === undefined || !isTold(policy, contact.deputy) || restsAlone(policy, contact.deputy, at);
}

function restsAlone(policy: Policy, role: string, at: number): boolean {
  const calendar = policy.calendars.get(policy.input.contacts[role]?.calendar ?? '') ?? deskCalendar(policy);
  return !calendar.isOpen(at);
}
