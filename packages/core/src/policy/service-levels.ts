import { BUILT_IN_PATTERNS } from '../text/features.ts';
import { issue, type PolicyIssue } from './issues.ts';
import type { CompleteInput } from './policy.ts';
import type { TicketWhen } from './sla-section.ts';
import { type Path, unknown } from './unknown-name.ts';

type SlaPolicies = CompleteInput['sla']['policies'];
type Choice = SlaPolicies[number]['calendar'];

/** Names that lead nowhere in `sla.policies`, `sla.versions` and `contracts`, ids used twice, versions out of order. */
export function serviceLevels(input: CompleteInput): PolicyIssue[] {
  const { policies, versions } = input.sla;
  return [
    ...policyNames(input, policies, ['sla', 'policies']),
    ...versions.flatMap((version, index) =>
      policyNames(input, version.policies ?? [], ['sla', 'versions', index, 'policies']),
    ),
    ...plansOfVersions(input),
    ...versionOrder(input),
    ...calendars(
      input,
      Object.entries(input.contracts).map(([name, { calendar }]) => [['contracts', name, 'calendar'], calendar]),
    ),
  ];
}

function policyNames(input: CompleteInput, policies: SlaPolicies, path: Path): PolicyIssue[] {
  const conditions = policies.flatMap(({ when }, index) => partsOf(when, [...path, index, 'when']));
  const plans = conditions.flatMap(([at, { plan }]) => namesOf(plan, [...at, 'plan']));
  const patterns = conditions.flatMap(([at, { pattern }]) => namesOf(pattern, [...at, 'pattern']));
  const known = [...Object.keys(BUILT_IN_PATTERNS), ...Object.keys(input.patterns)];
  return [
    ...twice(policies, path),
    ...calendars(
      input,
      policies.map(({ calendar }, index) => [[...path, index, 'calendar'], calendar]),
    ),
    ...unknown(plans, Object.keys(input.plans), { de: 'Vertragsstufe (plan)', en: 'plan' }),
    ...unknown(patterns, known, { de: 'Muster in `patterns`', en: 'pattern in `patterns`' }),
  ];
}

function partsOf(when: TicketWhen | undefined, path: Path): (readonly [Path, TicketWhen])[] {
  if (!when) return [];
  const inner = (['any', 'all'] as const).flatMap((key) =>
    (when[key] ?? []).flatMap((part, index) => partsOf(part, [...path, key, index])),
  );
  return [[path, when], ...inner];
}

function namesOf(names: string | readonly string[] | undefined, path: Path): [Path, string][] {
  return [names ?? []].flat().map((name) => [path, name]);
}

function twice(policies: SlaPolicies, path: Path): PolicyIssue[] {
  return policies.flatMap(({ id }, index) =>
    policies.findIndex((other) => other.id === id) === index
      ? []
      : [issue([...path, index, 'id'], { de: `die Id \`${id}\` gibt es schon`, en: `the id \`${id}\` is taken` })],
  );
}

function calendars(input: CompleteInput, used: readonly (readonly [Path, Choice])[]): PolicyIssue[] {
  const names = used.flatMap(([path, choice]): [Path, string][] => {
    if (choice === undefined) return [];
    if (typeof choice === 'string') return [[path, choice]];
    return Object.entries(choice).flatMap(([key, name]) => (name === undefined ? [] : [[[...path, key], name]]));
  });
  return unknown(names, Object.keys(input.calendars), { de: 'Kalender', en: 'calendar' });
}

function plansOfVersions({ sla, plans }: CompleteInput): PolicyIssue[] {
  const used = sla.versions.flatMap(({ targets }, index) =>
    Object.keys(targets ?? {}).map((plan): [Path, string] => [['sla', 'versions', index, 'targets', plan], plan]),
  );
  return unknown(used, Object.keys(plans), { de: 'Vertragsstufe (plan)', en: 'plan' });
}

/** Each version begins after the one before it: a later one in the list never holds first. */
function versionOrder({ sla }: CompleteInput): PolicyIssue[] {
  const days = [sla.effectiveFrom ?? '', ...sla.versions.map(({ effectiveFrom }) => effectiveFrom)];
  return sla.versions.flatMap(({ effectiveFrom }, index) =>
    effectiveFrom > (days[index] ?? '')
      ? []
      : [
          issue(['sla', 'versions', index, 'effectiveFrom'], {
            de: `erwartet wird ein Tag nach ${days[index]}: Fassungen stehen in ihrer zeitlichen Folge`,
            en: `expected a day after ${days[index]}: versions stand in the order of time`,
          }),
        ],
  );
}
