import { type BusinessCalendar, CalendarError, compileCalendar } from '../calendar/index.ts';
import { compileSla } from '../sla/sla-rules.ts';
import { createCelCompiler } from './cel.ts';
import { type Duration, parseDuration } from './duration.ts';
import { issue, issuesOf, type PolicyIssue } from './issues.ts';
import type { CompleteInput, EscalationRule, Policy, TieringRule } from './policy.ts';
import { PolicyInput } from './policy-input.ts';
import { dachB2bSaas } from './presets/dach-b2b-saas.ts';
import { checkReferences } from './references.ts';
import { shapeOf } from './rule-shape.ts';

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy; readonly warnings: readonly PolicyIssue[] }
  | { readonly ok: false; readonly issues: readonly PolicyIssue[] };

const PRESET_SECTIONS = ['calendars', 'tiers', 'priorities', 'plans', 'sla', 'ola', 'escalations'] as const;

/** Checks and compiles a policy file that was read into plain data. `version` names it in every decision. */
export function parsePolicy(data: unknown, version: string): ParsedPolicy {
  const parsed = PolicyInput.safeParse(withPreset(data), { reportInput: true });
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error, PolicyInput) };

  const input = complete(parsed.data);
  const found: PolicyIssue[] = [...checkReferences(input)];
  const calendars = compileCalendars(input, found);
  const { escalations, tieringRules } = compileRules(input, found);
  const lateAfter = parseDuration(input.lateAfter);
  if (lateAfter?.kind !== 'open')
    found.push(issue(['lateAfter'], { de: 'erwartet wird eine Spanne wie 1h', en: 'expected a span such as 1h' }));

  if (found.some(({ severity }) => severity === 'error')) return { ok: false, issues: found };
  const sla = compileSla(input);
  const policy: Policy = {
    version,
    input,
    sla,
    language: input.locale.language,
    calendars,
    escalations,
    tieringRules,
    defaultPlan: defaultPlan(input),
    coolDownMs: openMs(input.guards.coolDown),
    inForceFrom: sla.versions[0].from,
    lateAfterMs: lateAfter ? openMs(lateAfter) : 3_600_000,
  };
  return { ok: true, policy, warnings: found };
}

/** A file that leaves a section out takes the preset's; one that names it writes all of it. */
function withPreset(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  if ('preset' in data && data.preset === 'none') return data;

  const defaults = PRESET_SECTIONS.filter((section) => !(section in data));
  return { ...Object.fromEntries(defaults.map((section) => [section, dachB2bSaas[section]])), ...data };
}

function complete(input: PolicyInput): CompleteInput {
  const { calendars = {}, tiers = {}, plans = {}, sla, ola = {}, escalations = [], priorities = {} } = input;
  return {
    ...input,
    calendars,
    tiers,
    plans,
    ola,
    escalations,
    priorities,
    sla: sla ?? PolicyInput.shape.sla.unwrap().parse({}),
  };
}

function compileCalendars(input: CompleteInput, found: PolicyIssue[]): ReadonlyMap<string, BusinessCalendar> {
  const calendars = new Map<string, BusinessCalendar>();
  for (const [name, definition] of Object.entries(input.calendars)) {
    try {
      calendars.set(name, compileCalendar(name, definition));
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      found.push(...error.problems.map(({ path, de, en }) => issue(['calendars', name, ...path], { de, en })));
    }
  }
  if (calendars.size === 0)
    found.push(
      issue(['calendars'], { de: 'mindestens ein Kalender wird gebraucht', en: 'at least one calendar is needed' }),
    );
  return calendars;
}

function compileRules(
  input: CompleteInput,
  found: PolicyIssue[],
): { escalations: EscalationRule[]; tieringRules: TieringRule[] } {
  const compile = createCelCompiler();
  const conditionOf = (text: string | undefined, path: readonly (string | number)[]) => {
    if (text === undefined) return null;
    const compiled = compile(text);
    if ('condition' in compiled) return compiled.condition;
    found.push(
      issue(
        [...path, 'if'],
        { de: `Bedingung nicht gültig: ${compiled.error.de}`, en: `condition not valid: ${compiled.error.en}` },
        { nearest: compiled.nearest },
      ),
    );
    return null;
  };
  return {
    escalations: input.escalations.map((rule, index) => ({
      ...rule,
      type: rule.type ?? typeOf(rule.do),
      shape: shapeOf(rule.when),
      condition: conditionOf(rule.if, ['escalations', index]),
    })),
    tieringRules: input.tiering.rules.map((rule, index) => ({
      ...rule,
      condition: conditionOf(rule.if, ['tiering', 'rules', index]),
    })),
  };
}

/** Where the file does not say: a rule that moves the ticket is functional, one that only tells people is hierarchical. */
function typeOf(actions: EscalationRule['do']): EscalationRule['type'] {
  return actions.some(({ tier, group }) => tier !== undefined || group !== undefined) ? 'functional' : 'hierarchical';
}

function defaultPlan(input: CompleteInput): string {
  const plans = Object.entries(input.plans);
  return plans.find(([, plan]) => plan.default)?.[0] ?? plans.at(-1)?.[0] ?? 'default';
}

function openMs(duration: Duration): number {
  return duration.kind === 'open' ? duration.ms : duration.days * 86_400_000;
}
