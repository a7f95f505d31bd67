import { type ClockSegment, clockName, localTime, span, wordOf } from '@stellwerk/core';
import type { Explained, ExplainedClock } from './explained.ts';
import { changeLines, ruleLines, tierRuleLines } from './rule-lines.ts';
import { CLOCK_STATES, EFFECT_STATES, SEGMENT_REASONS, WORDS } from './words.ts';

type Language = 'de' | 'en';

/** An explanation as people read it: instants in the desk's local time. */
export function explainedLines(value: Explained, language: Language): readonly string[] {
  const time = (at: number): string => localTime(at, { language, timeZone: value.timeZone });
  const words = WORDS[language];
  return [
    ...head(value, language, time),
    ...section(words.tier, [...tierLines(value, time), ...tierRuleLines(value.tierRules, language, time)]),
    ...section(
      words.clocks,
      value.clocks.flatMap((clock) => clockLines(clock, language, time)),
    ),
    ...section(
      words.rules,
      Object.entries(value.rulesFired).map(([rule, times]) => `${rule}: ${times.map(time).join(', ')}`),
    ),
    ...section(
      words.otherRules,
      value.rules.flatMap((rule) => ruleLines(rule, language, time)),
    ),
    ...section(words.lastChange, changeLines(value.lastChange, language, time)),
    ...section(
      words.effects,
      value.effects.map(
        ({ at, connection, kind, state, overtaken, why, error }) =>
          `${time(at)}  ${connection} ${kind}: ${EFFECT_STATES[language][state] ?? state}${overtaken ? ` (${words.overtaken})` : ''}. ${why}${error === null ? '' : ` [${error}]`}`,
      ),
    ),
    ...section(
      words.decisions,
      value.decisions.map(({ at, text }) => `${time(at)}  ${text}`),
    ),
    ...section(words.next, [nextLine(value, language, time)]),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function head({ ticket, number, facts, events }: Explained, language: Language, time: (at: number) => string) {
  const words = WORDS[language];
  if (facts === null) return [`${ticket}: ${words.undecided}`];
  const { status, priority, plan, group, createdAt } = facts;
  return [
    `${ticket} (#${number})`,
    `${wordOf('status', status, language)} · ${priority} · ${plan} · ${group ?? words.noGroup} · ${words.since} ${time(createdAt)} · ${events} ${words.events}`,
  ];
}

function tierLines({ tier, tierSpans }: Explained, time: (at: number) => string): readonly string[] {
  if (tier === null) return [];
  const path = tierSpans.map((each) => `${each.tier} (${time(each.from)})`).join(' → ');
  return tierSpans.length > 1 ? [tier.why, path] : [tier.why];
}

function clockLines(clock: ExplainedClock, language: Language, time: (at: number) => string): readonly string[] {
  const words = WORDS[language];
  const state = CLOCK_STATES[language][clock.breachedAt === null ? clock.state : 'breached'] ?? clock.state;
  const due = clock.dueAt ?? clock.breachedAt;
  const dueText = due === null ? '' : `, ${words.due} ${time(due)}`;
  const used = `${span(clock.usedNowMs)} ${words.of} ${clock.targetText} (${clock.calendar})`;
  return [
    `${clockName(clock.id, language)}: ${state}, ${used}${dueText}`,
    ...clock.segments.map((each) => `  ${segmentLine(each, language, time)}`),
  ];
}

function segmentLine(
  { from, to, counting, reason, detail }: ClockSegment,
  language: Language,
  time: (at: number) => string,
): string {
  const words = WORDS[language];
  const why = [...new Set([SEGMENT_REASONS[language][reason], wordOf('detail', detail, language)])]
    .filter(Boolean)
    .join(', ');
  return `${time(from)} – ${to === null ? words.now : time(to)}  ${counting ? words.counts : words.stands}: ${why}`;
}

function nextLine({ next, facts }: Explained, language: Language, time: (at: number) => string): string {
  const words = WORDS[language];
  if (next === null) return facts?.solvedAt == null ? words.nothingDue : words.finished;
  if (next.kind === 'clock') return `${time(next.at)}  ${words.clockEnds} ${clockName(next.clock ?? '', language)}`;
  return `${time(next.at)}  ${words.ruleLooks}`;
}
