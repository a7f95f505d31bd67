import type { Manifest, Probe } from '@stellwerk/ports';
import type { Guide } from './guide.ts';

type Language = 'de' | 'en';

/** What to do at the provider, which rights and why, and what is not asked for. */
export function guideLines({ name, permissions }: Manifest, guide: Guide, language: Language): readonly string[] {
  const german = language === 'de';
  const purposes = german
    ? {
        read: 'Lesen (immer)',
        write: 'Schreiben (sobald eine Klasse live ist)',
        setup: 'Einrichten (nur für plan und apply)',
      }
    : { read: 'Reading (always)', write: 'Writing (once a class is live)', setup: 'Setup (for plan and apply only)' };
  return [
    name,
    ...guide.steps.map((step, at) => `  ${at + 1}. ${step[language]}`),
    ...(['read', 'write', 'setup'] as const).flatMap((purpose) => {
      const rights = permissions.filter((each) => each.for === purpose);
      if (rights.length === 0) return [];
      return [`  ${purposes[purpose]}:`, ...rights.map(({ scope, reason }) => `    ${scope}  ${reason[language]}`)];
    }),
    `  ${german ? 'Nicht verlangt' : 'Not asked for'}: ${guide.notAsked[language]}`,
    '',
  ];
}

/** What a first look at the account found. */
export function probeLines(probe: Probe, language: Language): readonly string[] {
  const german = language === 'de';
  const { identity, version, clockSkewMs, timeZone, rateBudget, rights, missingScopes, features, warnings } = probe;
  const granted = { true: '✓', false: '✗', null: '?' } as const;
  const facts = [
    version,
    clockSkewMs === null ? null : `${german ? 'Uhr' : 'clock'} ${Math.round(clockSkewMs / 1_000)} s`,
    timeZone,
    rateBudget ? `${rateBudget.limit} ${german ? 'Aufrufe in' : 'calls in'} ${rateBudget.perSeconds} s` : null,
  ].filter((each) => each !== null);
  return [
    [`✓ ${identity}`, ...facts].join(' · '),
    ...(rights ?? []).map(({ scope, for: purpose, granted: has }) => `  ${granted[`${has}`]} ${scope} (${purpose})`),
    ...Object.entries(features ?? {})
      .filter(([, has]) => has === false)
      .map(([feature]) => `  – ${german ? 'nicht im Tarif' : 'not in the plan'}: ${feature}`),
    ...missingScopes.map((scope) => `  ! ${german ? 'fehlendes Recht' : 'missing right'}: ${scope}`),
    ...warnings.map(({ text }) => `  ! ${text[language]}`),
  ];
}
