// Writes docs/kpi from the definitions: a page for each measure and the list. `node tools/run.mjs tools/kpi-docs.ts`
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Aggregate, MEASURES, type Measure, type MeasureClock, type Population, type Unit } from '@stellwerk/core';
import { markdownTable } from './kpi-docs/markdown-table.ts';

type Text = Measure['name'];
type Language = keyof Text;

const folder = new URL('../docs/kpi/', import.meta.url);

const UNITS: Readonly<Record<Unit, Text>> = {
  min: { de: 'Minuten', en: 'minutes' },
  s: { de: 'Sekunden', en: 'seconds' },
  h: { de: 'Stunden', en: 'hours' },
  d: { de: 'Tage', en: 'days' },
  '%': { de: 'Prozent', en: 'percent' },
  n: { de: 'Anzahl', en: 'count' },
  EUR: { de: 'Euro', en: 'euros' },
  points: { de: 'Punkte', en: 'points' },
  ratio: { de: 'Verhältnis', en: 'ratio' },
};

const CLOCKS: Readonly<Record<MeasureClock, Text>> = {
  cal: { de: 'Kalenderzeit', en: 'calendar time' },
  bus: {
    de: 'Geschäftszeit des Kalenders, der in jedem Abschnitt galt',
    en: 'business time of the calendar in force in each part',
  },
  'cal+bus': {
    de: 'Kalenderzeit und Geschäftszeit des Kalenders, der in jedem Abschnitt galt',
    en: 'calendar time, and business time of the calendar in force in each part',
  },
  none: { de: 'keine', en: 'none' },
};

const AGGREGATES: Readonly<Record<Aggregate, Text>> = {
  median: { de: 'Median, p90, Mittel', en: 'median, p90, mean' },
  mean: { de: 'Mittel', en: 'mean' },
  share: { de: 'Anteil', en: 'share' },
  sum: { de: 'Summe', en: 'sum' },
};

const TAKEN_OUT: Text = {
  de: 'Zusammengeführte, Spam-, gelöschte und Test-Tickets (Schlagwort `stellwerk_test`) sind mit Grund ausgeschlossen.',
  en: 'Merged, spam, deleted and test tickets (tag `stellwerk_test`) are excluded with their reason.',
};

const POPULATION_TEXTS: Readonly<Record<Population, Text>> = {
  'P-all': { de: 'im Zeitraum eröffnete Tickets', en: 'tickets created in the period' },
  'P-in': {
    de: 'im Zeitraum eröffnete Tickets, in denen ein Kunde geschrieben hat',
    en: 'tickets created in the period in which a customer has written',
  },
  'P-sol': { de: 'im Zeitraum gelöste und noch gelöste Tickets', en: 'tickets solved in the period and still solved' },
  'P-fin': { de: 'P-sol, deren Ruhefenster (7 Tage) vorbei ist', en: 'P-sol whose quiet window (7 days) has passed' },
  'P-open': { de: 'am Stichzeitpunkt offene Tickets', en: 'tickets open at the instant' },
  'P-clock': {
    de: 'Tickets mit Zusagen, die im Zeitraum fällig wurden oder endeten',
    en: 'tickets with promises that were due or ended in the period',
  },
  'P-esc': {
    de: 'Tickets, die im Zeitraum nach oben eskaliert wurden',
    en: 'tickets that were escalated upward in the period',
  },
  'P-dev': {
    de: 'Tickets mit verknüpftem Issue, dessen Zeitpunkt im Zeitraum liegt',
    en: 'tickets with a linked issue whose moment lies in the period',
  },
  'P-acc': { de: 'Kunden', en: 'accounts' },
};

const LABELS = {
  formula: { de: 'Formel', en: 'Formula' },
  unit: { de: 'Einheit', en: 'Unit' },
  clock: { de: 'Uhr', en: 'Clock' },
  population: { de: 'Grundgesamtheit', en: 'Population' },
  edgeCases: { de: 'Grenzfälle', en: 'Edge cases' },
  example: { de: 'Beispiel', en: 'Example' },
  source: { de: 'So auch definiert bei', en: 'Also defined so by' },
  needs: { de: 'Braucht', en: 'Needs' },
  figures: { de: 'Werte', en: 'Figures' },
} satisfies Record<string, Text>;

/** File name → text of every generated page in `docs/kpi`. */
export function kpiPages(): ReadonlyMap<string, string> {
  const pages = MEASURES.map((measure) => [`${measure.id}.md`, pageOf(measure)] as const);
  return new Map([['index.md', indexPage()], ...pages]);
}

function pageOf(measure: Measure): string {
  const { id, row, name, definitionVersion } = measure;
  return [
    `# ${name.en} / ${name.de}`,
    `\`${id}\` · ${row} · definition version ${definitionVersion} · [list / Liste](index.md)`,
    '## English',
    facts(measure, 'en'),
    '## Deutsch',
    facts(measure, 'de'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function facts(measure: Measure, language: Language): string {
  const line = (label: keyof typeof LABELS, text: string): string => `- **${LABELS[label][language]}**: ${text}`;
  const { formula, unit, clock, population, edgeCases, example, source, figures, needs } = measure;
  return [
    line('formula', formula[language]),
    line('unit', UNITS[unit][language]),
    line('clock', CLOCKS[clock][language]),
    line('population', populationText(population, language)),
    line('edgeCases', edgeCases[language]),
    line('example', example[language]),
    ...(needs ? [line('needs', noFigure(needs, language))] : [`- **${LABELS.figures[language]}**:`]),
    ...figures.map(
      ({ key, name, unit: own, aggregate }) =>
        `  - \`${key}\`: ${name[language]} (${AGGREGATES[aggregate][language]}, ${UNITS[own][language]})`,
    ),
    line('source', source),
  ].join('\n');
}

function populationText(population: Population, language: Language): string {
  const text = `${population}, ${POPULATION_TEXTS[population][language]}`;
  return population === 'P-acc' ? text : `${text}. ${TAKEN_OUT[language]}`;
}

function noFigure(needs: Text, language: Language): string {
  const none = { de: 'Ohne das gibt es keinen Wert, nie eine 0.', en: 'Without it there is no figure, never a 0.' };
  return `${needs[language]}. ${none[language]}`;
}

function indexPage(): string {
  const rows = MEASURES.map(({ id, row, name, unit, population, needs }) => [
    String(row),
    `[\`${id}\`](${id}.md)`,
    name.de,
    name.en,
    unit,
    population,
    needs ? needs.en : '',
  ]);
  return [
    '# Measures / Kennzahlen',
    'Every measure is computed from the events of tickets. A figure has its median and p90 (nearest rank), n, the tickets without a value and the tickets left out with the reason: included + missing + excluded = population. Below n = 5 there is no figure. What is missing is never counted as 0. Where a value of ours differs from another implementation’s: [deviations](deviations.md).',
    'Jede Kennzahl wird aus den Ereignissen der Tickets berechnet. Zu jedem Wert gehören Median und p90 (nächster Rang), n, die Tickets ohne Wert und die ausgeschlossenen mit Grund: einbezogen + ohne Wert + ausgeschlossen = Grundgesamtheit. Unter n = 5 gibt es keinen Wert. Was fehlt, zählt nie als 0. Wo unser Wert von dem einer anderen Implementierung abweicht: [Abweichungen](deviations.md).',
    markdownTable(['#', 'id', 'Deutsch', 'English', 'unit', 'population', 'needs'], rows),
  ]
    .join('\n\n')
    .concat('\n');
}

if (import.meta.main) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of kpiPages()) writeFileSync(new URL(name, folder), content);
  console.log(`${kpiPages().size} pages in ${fileURLToPath(folder)}`);
}
