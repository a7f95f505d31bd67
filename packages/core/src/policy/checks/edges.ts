import { TIERS, type Tier, tierLevel } from '../../model/tier.ts';
import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { partsOf } from './conditions.ts';
import { type Path, warning } from './warning.ts';

type Input = Policy['input'];

/** Hand-overs along edges that do not exist or that skip a tier, gates of another edge, and tiers that are not described. */
export function edgeFindings({ input }: Policy): readonly PolicyIssue[] {
  return [...handOvers(input), ...unknownTiers(input)];
}

function handOvers(input: Input): PolicyIssue[] {
  return input.escalations.flatMap((rule, index) => {
    const at = rule.do.findIndex(({ tier }) => tier !== undefined);
    const to = rule.do[at]?.tier;
    if (to === undefined) return [];
    const path = ['escalations', index, 'do', at, 'tier'];
    const from = new Set(partsOf(rule.when, []).flatMap(({ when }) => [when.tier ?? []].flat()));
    return [...gate(rule.gate, to, from, index), ...[...from].flatMap((tier) => handOver(input, tier, to, path))];
  });
}

function handOver(input: Input, from: Tier, to: Tier, path: Path): PolicyIssue[] {
  if (from === to) return [];
  const edge = `${from}->${to}`;
  const edges = Object.keys(input.tierEdges);
  const up = tierLevel(to) > tierLevel(from);
  if (up && edges.length > 0 && !edges.includes(edge))
    return [
      warning(path, {
        de: `den Übergang ${edge} gibt es in \`tierEdges\` nicht`,
        en: `there is no edge ${edge} in \`tierEdges\``,
      }),
    ];
  const skipped = TIERS.slice(tierLevel(from) + 1, tierLevel(to)).filter((tier) => input.tiers[tier] !== undefined);
  if (skipped.length === 0 || edges.includes(edge)) return [];
  return [
    warning(path, {
      de: `überspringt ${skipped.join(' und ')}; gewollt? Dann ${edge} in \`tierEdges\` nennen`,
      en: `skips ${skipped.join(' and ')}; meant so? Then name ${edge} in \`tierEdges\``,
    }),
  ];
}

function gate(edge: string | undefined, to: Tier, from: ReadonlySet<Tier>, index: number): PolicyIssue[] {
  if (edge === undefined) return [];
  const [start = '', end = ''] = edge.split('->');
  if (end === to && (from.size === 0 || from.has(start as Tier))) return [];
  const meant = `${from.size === 1 ? [...from][0] : start}->${to}`;
  return [
    warning(['escalations', index, 'gate'], {
      de: `prüft den Übergang ${edge}, die Regel will aber ${meant}`,
      en: `checks the edge ${edge}, but the rule wants ${meant}`,
    }),
  ];
}

/** Tiers that rules lead to although the file does not describe them. */
function unknownTiers(input: Input): PolicyIssue[] {
  const used: (readonly [Path, Tier])[] = [
    [['tiering', 'default'], input.tiering.default],
    ...input.tiering.rules.map(({ tier }, index) => [['tiering', 'rules', index, 'tier'], tier] as const),
    ...input.escalations.flatMap(({ do: actions }, index) =>
      actions.flatMap(({ tier }, at) => (tier ? [[['escalations', index, 'do', at, 'tier'], tier] as const] : [])),
    ),
    ...Object.keys(input.tierEdges).flatMap((edge) =>
      edge.split('->').map((tier) => [['tierEdges', edge], tier as Tier] as const),
    ),
    ...(['ola', 'notices'] as const).flatMap((section) =>
      (Object.keys(input[section]) as Tier[]).map((tier) => [[section, tier], tier] as const),
    ),
  ];
  return used
    .filter(([, tier]) => input.tiers[tier] === undefined)
    .map(([path, tier]) =>
      warning(path, {
        de: `die Stufe ${tier} ist in \`tiers\` nicht beschrieben`,
        en: `tier ${tier} is not described in \`tiers\``,
      }),
    );
}
