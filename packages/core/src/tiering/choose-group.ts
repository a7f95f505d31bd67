import { decided, type Step } from '../decide/step.ts';
import type { Reason } from '../model/reason.ts';
import type { Tier } from '../model/tier.ts';
import { own } from '../own.ts';

/** A group that was chosen, and why where the choice went by what `groups` says of it. */
export interface ChosenGroup {
  readonly group: string;
  readonly reason: Reason | null;
}

/** What of the ticket decides between groups. */
interface Wanted {
  readonly language: string | null;
  readonly skills: readonly string[];
  readonly region: string | null;
}

/** How well a group fits; each part is 1 or more for a match, 0 where nothing is said, -1 for a mismatch. */
interface Fit {
  readonly group: string;
  readonly score: readonly [language: number, skill: number, region: number];
}

/**
 * Chooses among the owner groups of a tier: language before skill before region, the ticket's present group and then the
 * order of the file among equals. Null when there is no group to choose.
 */
export function chooseGroup(step: Step, tier: Tier, owners: readonly string[]): ChosenGroup | null {
  const { group: present } = step.state.facts;
  const inOrder = present !== null && owners.includes(present) ? [present, ...owners] : owners;
  const [first] = inOrder;
  if (first === undefined) return null;
  if (owners.length === 1 || !owners.some((group) => own(step.policy.input.groups, group)))
    return { group: first, reason: null };

  const wanted = wantedOf(step);
  const fits = inOrder.map((group) => fitOf(step, group, wanted));
  const best = fits.reduce((a, b) => (compare(b.score, a.score) > 0 ? b : a));
  const reason = decided(step, 'tier.group_chosen', { tier, group: best.group, ...evidence(step, best, wanted) });
  return { group: best.group, reason };
}

function wantedOf({ state: { facts }, policy }: Step): Wanted {
  const known = new Set(Object.values(policy.input.groups).flatMap(({ skills }) => skills.map(lower)));
  const named = [facts.fields.category, ...String(facts.fields.skill ?? '').split(','), ...facts.tags];
  const skills = [...new Set(named.map((value) => lower(String(value ?? '').trim())))].filter((name) =>
    known.has(name),
  );
  const region = facts.fields.region ?? facts.organisation?.fields.region ?? null;
  return { language: facts.language, skills: skills.sort(), region: region === null ? null : String(region) };
}

function fitOf({ policy }: Step, group: string, wanted: Wanted): Fit {
  const { languages = [], skills = [], regions = [] } = own(policy.input.groups, group) ?? {};
  return {
    group,
    score: [part(languages, wanted.language), part(skills, wanted.skills), part(regions, wanted.region)],
  };
}

/** Number of wanted values that the group offers; -1 when it offers others only, 0 when one side says nothing. */
function part(offered: readonly string[], wanted: string | readonly string[] | null): number {
  const values = [wanted ?? []].flat().filter(Boolean).map(lower);
  if (offered.length === 0 || values.length === 0) return 0;
  const has = new Set(offered.map(lower));
  return values.filter((value) => has.has(value)).length || -1;
}

function compare(a: Fit['score'], b: Fit['score']): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** The values that spoke for the group; null where nothing did. */
function evidence({ policy }: Step, { group, score }: Fit, wanted: Wanted): Reason['facts'] {
  const offered = new Set((own(policy.input.groups, group)?.skills ?? []).map(lower));
  return {
    language: score[0] > 0 ? wanted.language : null,
    skill: score[1] > 0 ? wanted.skills.filter((skill) => offered.has(skill)).join(', ') : null,
    region: score[2] > 0 ? wanted.region : null,
  };
}

function lower(text: string): string {
  return text.toLowerCase();
}
