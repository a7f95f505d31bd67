import {
  clockName,
  type Difference,
  type FigureWindow,
  localTime,
  type MetricFigures,
  type RenderOptions,
  type RuleFigures,
  type SimulationComparison,
  type SimulationFigures,
  span,
} from '@stellwerk/core';
import { table } from '../../output/table.ts';
import { CLOCK_STATES } from '../explain/words.ts';

const DAY_MS = 86_400_000;

/** What a policy makes of a history, as people read it. */
export function figureLines(
  figures: SimulationFigures,
  { from, to }: FigureWindow,
  { language }: RenderOptions,
): readonly string[] {
  const german = language === 'de';
  const days = from === null ? null : Math.round((to - from) / DAY_MS);
  const { tickets, events, breaches, handOvers, cost } = figures;
  return [
    german
      ? `${tickets} Tickets, ${events} Ereignisse · ${breaches} verletzte Ziele · ${handOvers} Übergaben`
      : `${tickets} tickets, ${events} events · ${breaches} breached targets · ${handOvers} hand-overs`,
    ...figures.metrics.map((metric) => `  ${metricLine(metric, language)}`),
    ...figures.rules.map((rule) => `  ${ruleLine(rule, days, figures.deskCalendar, german)}`),
    ...figures.tiers.map(({ tier, spans, openMs }) => `  ${tier}: ${spans}×, ${span(openMs)}`),
    ...(cost === null ? [] : [`  ${german ? 'Kosten (Schätzung)' : 'cost (estimate)'}: ${cost.total.toFixed(2)}`]),
  ];
}

function metricLine({ metric, met, missed, open, attainment }: MetricFigures, language: 'de' | 'en'): string {
  const name = clockName(metric, language);
  const percent = attainment === null ? '–' : `${(attainment * 100).toFixed(1)} %`;
  const share = language === 'de' ? percent.replace('.', ',') : percent;
  return language === 'de'
    ? `${name}: ${share} eingehalten (${met} von ${met + missed}), ${open} offen`
    : `${name}: ${share} met (${met} of ${met + missed}), ${open} open`;
}

/** “would have fired 37 times in 90 days, 12 of them outside office”, with the busiest hours. */
function ruleLine(rule: RuleFigures, days: number | null, desk: string, german: boolean): string {
  const hours = rule.byHour
    .map((count, hour) => ({ count, hour }))
    .filter(({ count }) => count > 0)
    .map(({ count, hour }) => `${String(hour).padStart(2, '0')}h×${count}`)
    .join(' ');
  const time = days === null ? '' : german ? ` in ${days} Tagen` : ` in ${days} days`;
  const outside =
    rule.outsideHours === 0
      ? ''
      : german
        ? `, davon ${rule.outsideHours} nachts oder am Wochenende (außerhalb von ${desk})`
        : `, ${rule.outsideHours} of them at night or weekend (outside ${desk})`;
  const fired = german ? `hätte ${rule.fired}-mal ausgelöst` : `would have fired ${rule.fired} times`;
  return `${rule.rule}: ${fired}${time}${outside}${hours === '' ? '' : ` [${hours}]`}`;
}

/** Two policies side by side: figures that differ, and with `listed` the tickets too. */
export function comparisonLines(
  { changes, tickets, a, b }: SimulationComparison,
  { listed, ...render }: RenderOptions & { readonly listed: boolean },
): readonly string[] {
  const german = render.language === 'de';
  if (changes.length === 0 && tickets.length === 0) return [german ? 'Kein Unterschied.' : 'No difference.'];
  const number = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 1_000) / 1_000));
  return [
    german
      ? `${a.tickets} Tickets, ${tickets.length} mit Unterschieden (A: ${a.policyVersion}, B: ${b.policyVersion})`
      : `${a.tickets} tickets, ${tickets.length} with differences (A: ${a.policyVersion}, B: ${b.policyVersion})`,
    ...table(
      [german ? 'Größe' : 'figure', 'A', 'B'],
      changes.map(({ figure, a: before, b: after }) => [figure, number(before), number(after)]),
    ),
    ...(changes.some(({ figure }) => figure.includes('cost'))
      ? [
          german
            ? 'Kosten sind eine Schätzung: Zeit in der Stufe mal Satz.'
            : 'Costs are an estimate: time in the tier times rate.',
        ]
      : []),
    ...(listed
      ? tickets.flatMap(({ connection, ticket, differences }) => [
          '',
          `${connection}:${ticket}`,
          ...differences.map((each) => `  ${differenceText(each, render)}`),
        ])
      : []),
  ];
}

function differenceText(difference: Difference, render: RenderOptions): string {
  const time = (at: number): string => localTime(at, render);
  switch (difference.kind) {
    case 'tiers':
      return `${difference.a || '–'} | ${difference.b || '–'}`;
    case 'rule':
      return `${difference.rule}: ${difference.a.map(time).join(', ') || '–'} | ${difference.b.map(time).join(', ') || '–'}`;
    case 'clock': {
      const [one, two] = [difference.a, difference.b].map((clock) =>
        clock === null
          ? '–'
          : `${CLOCK_STATES[render.language][clock.state] ?? clock.state} ${span(clock.usedMs)} / ${clock.targetText}`,
      );
      return `${clockName(difference.clock, render.language)}: ${one} | ${two}`;
    }
    case 'effect': {
      const [one, two] = [difference.a, difference.b].map((effect) =>
        effect === null ? '–' : `${effect.write} (${effect.mode}) ${time(effect.at)}`,
      );
      return `${difference.effect}: ${one} | ${two}`;
    }
  }
}
