import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { implies } from './conditions.ts';
import { type Path, warning } from './warning.ts';

type SlaPolicy = Policy['input']['sla']['policies'][number];

/** Policies of the SLA that never get their turn or overlap with an earlier one, and contracts that share a customer. */
export function serviceLevelFindings({ input }: Policy): readonly PolicyIssue[] {
  const { policies, versions } = input.sla;
  return [
    ...policyOverlaps(policies, ['sla', 'policies']),
    ...versions.flatMap((version, index) =>
      policyOverlaps(version.policies ?? [], ['sla', 'versions', index, 'policies']),
    ),
    ...contractOverlaps(input.contracts),
  ];
}

function policyOverlaps(policies: readonly SlaPolicy[], path: Path): PolicyIssue[] {
  return policies.flatMap((policy, index) => {
    if (!policy.active) return [];
    const earlier = policies.slice(0, index).filter(({ active }) => active);
    const first = earlier.find((other) => implies(policy, other));
    if (first)
      return [
        warning([...path, index], {
          de: `kommt nie an die Reihe: \`${first.id}\` trifft zuerst zu`,
          en: `never gets its turn: \`${first.id}\` matches first`,
        }),
      ];
    // the narrow one before the wide one is the usual order, and meant so
    const shared = earlier.find((other) => !implies(other, policy) && !excludes(other, policy));
    if (!shared) return [];
    return [
      warning([...path, index], {
        de: `überschneidet sich mit \`${shared.id}\`: wo beide zutreffen, gilt \`${shared.id}\``,
        en: `overlaps with \`${shared.id}\`: where both match, \`${shared.id}\` holds`,
      }),
    ];
  });
}

/** Of these a ticket has one value: two lists without a common value exclude each other. */
const SINGLE = ['priority', 'plan', 'tier', 'group', 'channel', 'language', 'category', 'openedBy', 'touch'] as const;

function excludes({ when: a }: SlaPolicy, { when: b }: SlaPolicy): boolean {
  return SINGLE.some((key) => {
    const [left, right] = [a?.[key], b?.[key]];
    if (left === undefined || right === undefined) return false;
    const values: readonly string[] = [left].flat();
    return ![right].flat().some((value) => values.includes(value));
  });
}

function contractOverlaps(contracts: Policy['input']['contracts']): PolicyIssue[] {
  const seen = new Map<string, string>();
  return Object.entries(contracts).flatMap(([name, { match }]) =>
    match.flatMap(({ 'org.field': field, is }, index) => {
      const key = `${field}=${String(is).toLowerCase()}`;
      const earlier = seen.get(key);
      seen.set(key, earlier ?? name);
      if (earlier === undefined || earlier === name) return [];
      return [
        warning(['contracts', name, 'match', index], {
          de: `überschneidet sich mit \`${earlier}\`, das zuerst zutrifft`,
          en: `overlaps with \`${earlier}\`, which matches first`,
        }),
      ];
    }),
  );
}
