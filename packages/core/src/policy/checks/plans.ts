import { PRIORITIES } from '../../model/priority.ts';
import type { PolicyIssue } from '../issues.ts';
import { METRICS } from '../metrics.ts';
import { calendarOf, type Policy, targetOf } from '../policy.ts';
import { warning } from './warning.ts';

/** Plans that nobody can have, plans without targets, targets without a calendar, and promises that do not fit each other. */
export function planFindings(policy: Policy): readonly PolicyIssue[] {
  return [...overlaps(policy), ...withoutTargets(policy), ...withoutCalendar(policy), ...oddPromises(policy)];
}

function overlaps({ input, defaultPlan }: Policy): PolicyIssue[] {
  const seen = new Map<string, string>();
  const findings: PolicyIssue[] = [];
  for (const [plan, { match, default: isDefault }] of Object.entries(input.plans)) {
    const path = ['plans', plan];
    if (match.length === 0 && plan !== defaultPlan)
      findings.push(
        warning(path, {
          de: `kein Ticket kann sie haben: weder \`match\` noch \`default\` (voreingestellt ist \`${defaultPlan}\`)`,
          en: `no ticket can have it: neither \`match\` nor \`default\` (the default is \`${defaultPlan}\`)`,
        }),
      );
    if (isDefault && plan !== defaultPlan)
      findings.push(
        warning([...path, 'default'], {
          de: `es gibt schon eine Voreinstellung: \`${defaultPlan}\` gilt`,
          en: `there is a default already: \`${defaultPlan}\` holds`,
        }),
      );
    match.forEach(({ 'org.field': field, is }, index) => {
      const key = `${field}=${String(is).toLowerCase()}`;
      const earlier = seen.get(key);
      if (earlier !== undefined && earlier !== plan)
        findings.push(
          warning([...path, 'match', index], {
            de: `überschneidet sich mit \`${earlier}\`, das zuerst zutrifft`,
            en: `overlaps with \`${earlier}\`, which matches first`,
          }),
        );
      else seen.set(key, plan);
    });
  }
  return findings;
}

function withoutTargets(policy: Policy): PolicyIssue[] {
  if (!policy.sla.plain) return []; // policies, contracts and versions may promise what the plan does not
  return Object.keys(policy.input.plans)
    .filter((plan) =>
      METRICS.every((metric) => PRIORITIES.every((priority) => !targetOf(policy, plan, metric, priority))),
    )
    .map((plan) =>
      warning(['plans', plan], {
        de: 'ohne Zusage: `sla.targets` nennt für sie kein Ziel',
        en: 'promises nothing: `sla.targets` names no target for it',
      }),
    );
}

function withoutCalendar(policy: Policy): PolicyIssue[] {
  const [first = ''] = policy.calendars.keys();
  return Object.entries(policy.input.plans).flatMap(([plan, { calendar }]) => {
    if (typeof calendar === 'string' || calendar.default !== undefined) return [];
    const open = PRIORITIES.filter(
      (priority) =>
        calendar[priority] === undefined && METRICS.some((metric) => targetOf(policy, plan, metric, priority)),
    );
    if (open.length === 0) return [];
    return [
      warning(['plans', plan, 'calendar'], {
        de: `kein Kalender für ${open.join(', ')}: es gilt der erste (\`${first}\`); \`default\` nennen`,
        en: `no calendar for ${open.join(', ')}: the first one (\`${first}\`) is used; name a \`default\``,
      }),
    ];
  });
}

/** Within one calendar: a solution promised before the first reply, a lesser priority served sooner than a greater one. */
function oddPromises(policy: Policy): PolicyIssue[] {
  return Object.keys(policy.input.plans).flatMap((plan) => [
    ...PRIORITIES.filter((priority) => {
      const reply = targetOf(policy, plan, 'first_reply', priority);
      const solution = targetOf(policy, plan, 'resolution', priority);
      return reply?.kind === 'open' && solution?.kind === 'open' && reply.ms > solution.ms;
    }).map((priority) =>
      warning(['sla', 'targets', plan, 'resolution'], {
        de: `für ${priority} ist die Lösung früher zugesagt als die erste Antwort`,
        en: `for ${priority} the solution is promised before the first reply`,
      }),
    ),
    ...METRICS.flatMap((metric) => {
      const lesser = PRIORITIES.find((_, index) => index > 0 && sooner(policy, plan, metric, index));
      if (lesser === undefined) return [];
      const greater = PRIORITIES[PRIORITIES.indexOf(lesser) - 1];
      return [
        warning(['sla', 'targets', plan, metric], {
          de: `${lesser} hat das kürzere Ziel als ${greater}`,
          en: `${lesser} has the shorter target than ${greater}`,
        }),
      ];
    }),
  ]);
}

function sooner(policy: Policy, plan: string, metric: (typeof METRICS)[number], index: number): boolean {
  const [greater, lesser] = [PRIORITIES[index - 1], PRIORITIES[index]];
  if (!greater || !lesser || calendarOf(policy, plan, greater) !== calendarOf(policy, plan, lesser)) return false;
  const [a, b] = [targetOf(policy, plan, metric, greater), targetOf(policy, plan, metric, lesser)];
  if (a?.kind === 'open' && b?.kind === 'open') return b.ms < a.ms;
  return a?.kind === 'bd' && b?.kind === 'bd' && b.days < a.days;
}
