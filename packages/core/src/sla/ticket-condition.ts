import type { TicketFacts } from '../decide/state.ts';
import type { Tier } from '../model/tier.ts';
import type { TicketWhen } from '../policy/sla-section.ts';

/** What a service level looks at: the ticket and the tier that has it. */
interface Subject {
  readonly facts: TicketFacts;
  readonly tier: Tier | null;
}

/** Whether a ticket is of the kind a condition means. */
export type TicketCondition = (subject: Subject) => boolean;

type Key = Exclude<keyof TicketWhen, 'any' | 'all'>;
type Values = (subject: Subject, defaultTouch: string) => readonly unknown[];

const VALUES: { readonly [K in Key]: Values } = {
  priority: ({ facts }) => [facts.priority],
  plan: ({ facts }) => [facts.plan],
  tier: ({ tier }) => [tier],
  group: ({ facts }) => [facts.group],
  tag: ({ facts }) => facts.tags,
  channel: ({ facts }) => [facts.channel],
  language: ({ facts }) => [facts.language],
  category: ({ facts }) => [facts.fields.category],
  pattern: ({ facts }) => facts.patterns,
  openedBy: ({ facts }) => [facts.openedBy],
  touch: ({ facts }, defaultTouch) => [facts.fields.touch ?? defaultTouch],
};

/** Makes a condition ready to be asked often: one function, no look at the file any more. */
export function compileCondition(when: TicketWhen | undefined, defaultTouch: string): TicketCondition {
  const parts = (Object.keys(VALUES) as Key[]).flatMap((key) => partOf(key, when?.[key], defaultTouch));
  const all = (when?.all ?? []).map((part) => compileCondition(part, defaultTouch));
  const any = (when?.any ?? []).map((part) => compileCondition(part, defaultTouch));
  const every = [...parts, ...all];
  return (subject) => every.every((part) => part(subject)) && (any.length === 0 || any.some((part) => part(subject)));
}

function partOf(key: Key, wanted: TicketWhen[Key], defaultTouch: string): TicketCondition[] {
  if (wanted === undefined) return [];
  const allowed: ReadonlySet<unknown> = new Set([wanted].flat());
  const valuesOf = VALUES[key];
  return [(subject) => valuesOf(subject, defaultTouch).some((value) => allowed.has(value))];
}

/** Whether a condition asks for the tier anywhere. */
export function asksTier(when: TicketWhen | undefined): boolean {
  if (!when) return false;
  return when.tier !== undefined || [...(when.any ?? []), ...(when.all ?? [])].some(asksTier);
}
