import { isKnownZone } from '../calendar/zone-offsets.ts';
import { TIERS } from '../model/tier.ts';
import { BUILT_IN_PATTERNS } from '../text/features.ts';
import { compilePattern } from '../text/pattern.ts';
import { issue, type PolicyIssue } from './issues.ts';
import type { CompleteInput } from './policy.ts';
import { serviceLevels } from './service-levels.ts';
import { trackerNames } from './tracker-names.ts';
import { type Path, unknown } from './unknown-name.ts';
import type { When } from './when.ts';

/** Finds names that lead nowhere: calendars, contacts, trackers, plans, edges and connections that do not exist. */
export function checkReferences(input: CompleteInput): readonly PolicyIssue[] {
  return [
    ...zone(input),
    ...calendarNames(input),
    ...ruleIds(input),
    ...escalationNames(input),
    ...conditionNames(input),
    ...movingRules(input),
    ...contactNames(input),
    ...mailServer(input),
    ...targetPlans(input),
    ...serviceLevels(input),
    ...connectionNames(input),
    ...patterns(input),
    ...trackerNames(input),
  ];
}

function zone({ locale: { timezone } }: CompleteInput): PolicyIssue[] {
  if (isKnownZone(timezone)) return [];
  return [
    issue(['locale', 'timezone'], {
      de: `Zeitzone \`${timezone}\` ist unbekannt; erwartet wird ein IANA-Name wie Europe/Berlin`,
      en: `time zone \`${timezone}\` is unknown; expected an IANA name such as Europe/Berlin`,
    }),
  ];
}

function calendarNames(input: CompleteInput): PolicyIssue[] {
  const used: [Path, string][] = [];
  for (const [plan, { calendar }] of Object.entries(input.plans)) {
    if (typeof calendar === 'string') used.push([['plans', plan, 'calendar'], calendar]);
    else
      for (const [key, name] of Object.entries(calendar))
        if (name !== undefined) used.push([['plans', plan, 'calendar', key], name]);
  }
  for (const tier of TIERS) {
    const name = input.tiers[tier]?.calendar;
    if (name !== undefined) used.push([['tiers', tier, 'calendar'], name]);
  }
  for (const [role, { calendar }] of Object.entries(input.contacts))
    if (calendar !== undefined) used.push([['contacts', role, 'calendar'], calendar]);
  input.escalations.forEach(({ calendar }, index) => {
    if (calendar !== undefined) used.push([['escalations', index, 'calendar'], calendar]);
  });
  return unknown(used, Object.keys(input.calendars), { de: 'Kalender', en: 'calendar' });
}

function ruleIds(input: CompleteInput): PolicyIssue[] {
  const seen = new Map<string, Path>();
  const issues: PolicyIssue[] = [];
  const rules = [
    ...input.tiering.rules.map(({ id }, index) => [id, ['tiering', 'rules', index, 'id']] as const),
    ...input.escalations.map(({ id }, index) => [id, ['escalations', index, 'id']] as const),
  ];
  for (const [id, path] of rules) {
    if (seen.has(id))
      issues.push(issue(path, { de: `die Id \`${id}\` gibt es schon`, en: `the id \`${id}\` is taken` }));
    seen.set(id, path);
  }
  return issues;
}

function escalationNames(input: CompleteInput): PolicyIssue[] {
  const contacts: [Path, string][] = [];
  const trackers: [Path, string][] = [];
  const edges: [Path, string][] = [];
  input.escalations.forEach((rule, index) => {
    if (rule.gate !== undefined) edges.push([['escalations', index, 'gate'], rule.gate]);
    rule.do.forEach((action, at) => {
      const path = ['escalations', index, 'do', at];
      for (const name of [action.notify ?? []].flat())
        if (name !== 'assignee') contacts.push([[...path, 'notify'], name]);
      if (action.issue !== undefined) trackers.push([[...path, 'issue'], action.issue]);
    });
  });
  for (const tier of TIERS) {
    const name = input.tiers[tier]?.tracker;
    if (name !== undefined) trackers.push([['tiers', tier, 'tracker'], name]);
  }
  return [
    ...unknown(contacts, Object.keys(input.contacts), {
      de: 'Ansprechpartner in `contacts`',
      en: 'contact in `contacts`',
    }),
    ...unknown(trackers, Object.keys(input.trackers), { de: 'Tracker in `trackers`', en: 'tracker in `trackers`' }),
    ...unknown(edges, Object.keys(input.tierEdges), { de: 'Übergang in `tierEdges`', en: 'edge in `tierEdges`' }),
  ];
}

/** Plans and patterns that conditions ask for. */
function conditionNames(input: CompleteInput): PolicyIssue[] {
  const plans: [Path, string][] = [];
  const patternIds: [Path, string][] = [];
  const read = (when: When | undefined, path: Path): void => {
    if (!when) return;
    for (const name of [when.plan ?? []].flat()) plans.push([[...path, 'plan'], name]);
    for (const name of [when.pattern ?? []].flat()) patternIds.push([[...path, 'pattern'], name]);
    when.any?.forEach((part, index) => {
      read(part, [...path, 'any', index]);
    });
    when.all?.forEach((part, index) => {
      read(part, [...path, 'all', index]);
    });
  };
  input.tiering.rules.forEach(({ when }, index) => {
    read(when, ['tiering', 'rules', index, 'when']);
  });
  input.escalations.forEach(({ when }, index) => {
    read(when, ['escalations', index, 'when']);
  });
  return [
    ...unknown(plans, Object.keys(input.plans), { de: 'Vertragsstufe (plan)', en: 'plan' }),
    ...unknown(patternIds, [...Object.keys(BUILT_IN_PATTERNS), ...Object.keys(input.patterns)], {
      de: 'Muster in `patterns`',
      en: 'pattern in `patterns`',
    }),
  ];
}

/** A hierarchical escalation tells people who decide; the ticket stays where it is. */
function movingRules(input: CompleteInput): PolicyIssue[] {
  return input.escalations.flatMap((rule, index) =>
    rule.do.flatMap((action, at) => {
      const key = action.tier !== undefined ? 'tier' : action.group !== undefined ? 'group' : null;
      if (rule.type !== 'hierarchical' || key === null) return [];
      return [
        issue(['escalations', index, 'do', at, key], {
          de: 'eine hierarchische Eskalation ändert weder Stufe noch Gruppe; erwartet wird `type: functional`',
          en: 'a hierarchical escalation changes neither tier nor group; expected `type: functional`',
        }),
      ];
    }),
  );
}

function contactNames(input: CompleteInput): PolicyIssue[] {
  const used: [Path, string][] = [];
  for (const [role, { deputy }] of Object.entries(input.contacts))
    if (deputy !== undefined) used.push([['contacts', role, 'deputy'], deputy]);
  return unknown(used, Object.keys(input.contacts), { de: 'Vertretung', en: 'deputy' });
}

/** Mail to a contact needs a server to send it by. */
function mailServer(input: CompleteInput): PolicyIssue[] {
  if (input.smtp) return [];
  return Object.entries(input.contacts).flatMap(([role, { notify }]) =>
    notify.flatMap((channel, index) =>
      channel === 'note' || channel.email === undefined
        ? []
        : [
            issue(['contacts', role, 'notify', index, 'email'], {
              de: 'für Mail fehlt der Abschnitt `smtp` mit dem Mailserver',
              en: 'mail needs the section `smtp` with the mail server',
            }),
          ],
    ),
  );
}

function targetPlans(input: CompleteInput): PolicyIssue[] {
  const used = Object.keys(input.sla.targets).map((plan): [Path, string] => [['sla', 'targets', plan], plan]);
  return unknown(used, Object.keys(input.plans), { de: 'Vertragsstufe (plan)', en: 'plan' });
}

/** Only a file that names connections can name a wrong one: the policy part alone may be shared between installations. */
function connectionNames(input: CompleteInput): PolicyIssue[] {
  const known = Object.keys(input.connections);
  if (known.length === 0) return [];

  const used = Object.keys(input.mapping).map((name): [Path, string] => [['mapping', name], name]);
  for (const tier of TIERS)
    for (const name of Object.keys(input.tiers[tier]?.groups ?? {})) used.push([['tiers', tier, 'groups', name], name]);
  for (const [name, { connection }] of Object.entries(input.trackers))
    used.push([['trackers', name], connection ?? name]);
  return unknown(used, known, { de: 'Verbindung', en: 'connection' });
}

function patterns(input: CompleteInput): PolicyIssue[] {
  return Object.entries(input.patterns).flatMap(([id, pattern]) => {
    try {
      compilePattern(pattern);
      return [];
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return [
        issue(['patterns', id], {
          de: `kein gültiges Muster (RE2): ${detail}`,
          en: `not a valid pattern (RE2): ${detail}`,
        }),
      ];
    }
  });
}
