export { type FixedNotTold, fixedNotTold } from './bugs/back/fixed-not-told.ts';
export { type ImpactShare, impactText, shareOf } from './bugs/back/impact.ts';
export { type PreparedIssue, prepareIssue, type TicketWords } from './bugs/issue/prepare-issue.ts';
export { addHits, type Hits, hitsText, type Redacted, type RedactionContext, redact } from './bugs/redaction/redact.ts';
export { HIT_KINDS, type HitKind } from './bugs/redaction/span.ts';
export {
  type BugText,
  type IssueCandidate,
  type SimilarIssue,
  similarIssues,
} from './bugs/similarity/similar-issues.ts';
export { foldLetters } from './bugs/similarity/terms.ts';
export { type DedupeRules, type DedupeVerdict, dedupeVerdict } from './bugs/similarity/verdict.ts';
export * from './calendar/index.ts';
export { canonical, isRecord } from './canonical.ts';
export { wholeState } from './decide/cached-state.ts';
export { continues, type Folded, fold, inStoryOrder } from './decide/fold.ts';
export type { ClockInstance, ClockSegment, EngineState, LinkedIssue, TicketFacts, TierSpan } from './decide/state.ts';
export { STATE_SCHEMA } from './decide/state.ts';
export type { TicketName } from './decide/step.ts';
export * from './engine.ts';
export * from './errors.ts';
export { type Change, type LastChange, lastChange } from './explain/last-change.ts';
export { localTime, type RenderOptions, renderReason, span } from './explain/render.ts';
export { type CelExplanation, explainRules, type RuleExplanation, type RuleStanding } from './explain/rules.ts';
export type { PartExplanation } from './explain/when-parts.ts';
export { explainTier, type TierExplanation, type TieringExplanation } from './explain/why-tier.ts';
export { clockName, wordOf } from './explain/words.ts';
export * from './findings/index.ts';
export * from './kpi/index.ts';
export * from './model/actor.ts';
export * from './model/effect.ts';
export * from './model/event.ts';
export * from './model/priority.ts';
export * from './model/reason.ts';
export * from './model/status.ts';
export * from './model/tier.ts';
export * from './parity/index.ts';
export { checkPolicy } from './policy/checks/check-policy.ts';
export { CHANNEL_KINDS, type ChannelKind, type ContactChannel, channelKind } from './policy/contacts.ts';
export { type Duration, parseDuration } from './policy/duration.ts';
export { issue, issuesOf, type PolicyIssue } from './policy/issues.ts';
export { METRICS, type Metric, OLA_METRICS, type OlaMetric } from './policy/metrics.ts';
export { nearest } from './policy/nearest.ts';
export { type ParsedPolicy, parsePolicy } from './policy/parse.ts';
export type { Policy } from './policy/policy.ts';
export { PolicyInput } from './policy/policy-input.ts';
export {
  ComparisonCounter,
  compareSimulations,
  type FigureChange,
  type SimulationComparison,
  type SimulationRun,
} from './simulate/compare.ts';
export {
  type EffectFigures,
  FigureCounter,
  type FigureWindow,
  type MetricFigures,
  type SimulationFigures,
  type TierFigures,
} from './simulate/compare-figures.ts';
export type { RuleFigures } from './simulate/compare-rules.ts';
export type { ClockView, Difference, EffectView, TicketDifference } from './simulate/compare-tickets.ts';
export { TicketEventInput } from './simulate/event-input.ts';
export { type EventLineIssue, type EventLines, type LaneEvent, readEventLines } from './simulate/read-event-lines.ts';
export {
  type BareTicket,
  type SimulatedClock,
  type SimulatedDecision,
  type SimulatedTicket,
  simulate,
  simulateStory,
} from './simulate/simulate.ts';
export { BUILT_IN_PATTERNS, createFeatures } from './text/features.ts';
export { compilePattern } from './text/pattern.ts';
