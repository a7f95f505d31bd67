import { checkPolicy, compareNativeCalendar, type NativeCalendar, span, weekdays } from '@stellwerk/core';
import type { NativeCalendar as AtProvider, Store } from '@stellwerk/ports';
import { idOf } from '../discovering/proposal.ts';
import type { Check, Examination, Examined, Finding } from './finding.ts';

const LANES = 2_000;
/** Below this many tickets a rule that never fired says nothing. */
const ENOUGH_TICKETS = 50;

/** What the policy allows and probably does not mean about its calendars, and where they differ from the helpdesk's own. */
export const calendars: Check = async (examination) => [
  ...policyFindings(examination, 'calendar'),
  ...examination.accounts.flatMap((account) => differing(examination, account)),
];

/** Overlaps and rules that cannot hold, rules that never did, and rules of the helpdesk that may contradict ours. */
export const rules: Check = async (examination) => [
  ...policyFindings(examination, 'rules'),
  ...(await neverFired(examination)),
  ...examination.accounts.flatMap(nativeRules),
];

function policyFindings({ config, now }: Examination, group: 'calendar' | 'rules'): readonly Finding[] {
  const found = [...config.warnings, ...checkPolicy(config.policy, now).map(config.placed)];
  return found
    .filter(({ path }) => (path[0] === 'calendars') === (group === 'calendar'))
    .map(({ place, path, text }) => ({
      group,
      code: `${group}.policy`,
      severity: 'warning',
      connection: null,
      text: { de: `${path.join('.')}: ${text.de}`, en: `${path.join('.')}: ${text.en}` },
      fix: { de: `${place} ansehen.`, en: `Look at ${place}.` },
    }));
}

function differing({ config, now }: Examination, { name, discovered }: Examined): readonly Finding[] {
  const year = new Date(now).getUTCFullYear();
  return (discovered?.calendars ?? []).flatMap((native) => {
    const ours = oursFor(Object.keys(config.policy.input.calendars), native, discovered?.calendars?.length ?? 0);
    if (ours === null || native.timeZone === null) return [];
    const differs = compareNativeCalendar(config.policy, asPolicyWritesIt(native, ours, native.timeZone), year);
    if (differs === null) return [];
    const [oursMs, theirsMs] = differs.weeklyMs;
    const days = [...differs.holidaysOnlyOurs, ...differs.holidaysOnlyNative].slice(0, 5).join(', ') || '–';
    return [
      {
        group: 'calendar' as const,
        code: 'calendar.native_differs' as const,
        severity: 'warning' as const,
        connection: name,
        text: {
          de: `Kalender ${ours} weicht von „${native.name}“ ab: Woche ${span(oursMs)} / ${span(theirsMs)}, Feiertage nur auf einer Seite: ${days}.`,
          en: `Calendar ${ours} differs from “${native.name}”: week ${span(oursMs)} / ${span(theirsMs)}, holidays on one side only: ${days}.`,
        },
        fix: {
          de: 'Eine Seite berichtigen; im Vergleich: stellwerk discover',
          en: 'Put one side right; to compare: stellwerk discover',
        },
      },
    ];
  });
}

/** The calendar of the same name, or the only one on both sides. */
function oursFor(ids: readonly string[], { name }: AtProvider, count: number): string | null {
  const same = ids.find((id) => id === idOf(name));
  return same ?? (count === 1 && ids.length === 1 ? (ids[0] ?? null) : null);
}

function asPolicyWritesIt(
  { name, hours, holidays }: AtProvider,
  policyCalendar: string,
  timezone: string,
): NativeCalendar {
  const week = Object.fromEntries(
    weekdays.map((day, at) => [day, (hours[at + 1] ?? []).map(([a, b]): [string, string] => [a, b])]),
  );
  return { policyCalendar, name, timezone, week, holidays: holidays.map(({ date }) => date) };
}

async function neverFired({ config, store }: Examination): Promise<readonly Finding[]> {
  const ids = config.policy.escalations.map(({ id }) => id);
  const { tickets, fired } = await firedRules(store);
  if (tickets < ENOUGH_TICKETS) return [];
  return ids
    .filter((id) => !fired.has(id))
    .map((id) => ({
      group: 'rules',
      code: 'rules.never_fired',
      severity: 'note',
      connection: null,
      text: {
        de: `Die Regel ${id} hat bei ${tickets} Tickets nie ausgelöst.`,
        en: `The rule ${id} has never fired over ${tickets} tickets.`,
      },
      fix: {
        de: `stellwerk explain an einem Ticket zeigt, welche Bedingung nicht gilt.`,
        en: `stellwerk explain on a ticket shows which condition does not hold.`,
      },
    }));
}

async function firedRules({
  lanes,
}: Store): Promise<{ readonly tickets: number; readonly fired: ReadonlySet<string> }> {
  const fired = new Set<string>();
  const found = await lanes.list({ limit: LANES });
  for (const { key } of found) {
    const state = JSON.parse((await lanes.state(key)) ?? 'null') as { rules?: { lastFired?: object } } | null;
    for (const id of Object.keys(state?.rules?.lastFired ?? {})) fired.add(id);
  }
  return { tickets: found.length, fired };
}

function nativeRules({ name, discovered }: Examined): readonly Finding[] {
  const foreign = (discovered?.automations ?? []).filter(
    ({ kind, isOurs, isActive }) => kind !== 'webhook' && !isOurs && isActive,
  );
  if (foreign.length === 0) return [];
  const names = foreign
    .slice(0, 5)
    .map((each) => each.name)
    .join(', ');
  return [
    {
      group: 'rules',
      code: 'rules.native_automations',
      severity: 'note',
      connection: name,
      text: {
        de: `${foreign.length} eigene Automatiken des Helpdesks laufen mit: ${names}.`,
        en: `${foreign.length} of the helpdesk's own automations run beside ours: ${names}.`,
      },
      fix: {
        de: 'Prüfen, dass keine dieselbe Gruppe, Priorität oder Stufe setzt.',
        en: 'See that none of them sets the same group, priority or tier.',
      },
    },
  ];
}
