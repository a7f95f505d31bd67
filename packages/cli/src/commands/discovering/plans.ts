import { type Policy, PRIORITIES } from '@stellwerk/core';
import type { Discovered, NativeSla } from '@stellwerk/ports';
import { idOf, type Proposal } from './proposal.ts';

const METRICS = ['first_reply', 'next_reply', 'update', 'resolution'] as const;
const CLASS_FIELD = /plan|vertrag|contract|tarif|sla|support.?level|kundenklasse|edition|package/i;
/** Whom a service level is for stands in conditions that are not read: always a question. */
const UNSURE = 0.4;

/** The helpdesk's own service levels as plans with targets, and the organisation's field that tells a customer's plan. */
export function planProposals(policy: Policy, discovered: Discovered): readonly Proposal[] {
  const field = (discovered.organisationFields ?? []).find(({ name }) => CLASS_FIELD.test(name))?.name ?? null;
  return (discovered.slas ?? []).flatMap((sla) => {
    const id = idOf(sla.name);
    if (Object.hasOwn(policy.input.plans, id)) return [];
    const calendar = discovered.calendars?.find((each) => each.id === sla.calendar)?.name;
    const fallback = Object.keys(policy.input.calendars)[0] ?? 'buero';
    const match = field === null ? [] : [{ 'org.field': field, is: sla.name }];
    const why = { de: `SLA „${sla.name}“ des Helpdesks`, en: `the helpdesk's SLA “${sla.name}”` };
    const plan = { label: sla.name, calendar: calendar === undefined ? fallback : idOf(calendar), match };
    const common = { part: 'plans' as const, confidence: UNSURE, why };
    return [
      { ...common, path: ['plans', id], value: plan },
      { ...common, path: ['sla', 'targets', id], value: targetsOf(sla, discovered) },
    ];
  });
}

/** One row per metric with a span for P1 … P4; `-` where the helpdesk promises nothing. */
function targetsOf({ targets }: NativeSla, { priorities }: Discovered): Readonly<Record<string, readonly string[]>> {
  const names = (priorities ?? []).map(({ name }) => name.toLowerCase());
  const words = [/urgent|kritisch|p1/, /high|hoch|p2/, /normal|medium|mittel|p3/, /low|niedrig|p4/];
  const rows = METRICS.flatMap((metric) => {
    const own = targets.filter((target) => target.metric === metric);
    if (own.length === 0) return [];
    const row = PRIORITIES.map((_, at) => {
      const name = names.find((each) => words[at]?.test(each));
      const found =
        own.find(({ priority }) => priority?.toLowerCase() === name) ?? own.find(({ priority }) => priority === null);
      return found === undefined ? '-' : spanText(found.minutes);
    });
    return [[metric, row] as const];
  });
  return Object.fromEntries(rows);
}

function spanText(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}min`;
}
