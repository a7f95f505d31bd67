import type { Manifest, Probe, ProbedRight, ProbeWarning } from '@stellwerk/ports';

/** Beyond this, times of events and ages of signatures go wrong. */
const MOST_SKEW_MS = 60_000;

/** Warns of a clock that is off. */
export function clockWarnings(skewMs: number | null): readonly ProbeWarning[] {
  if (skewMs === null || Math.abs(skewMs) <= MOST_SKEW_MS) return [];
  const seconds = Math.round(skewMs / 1000);
  const text = {
    de: `Die Uhr des Anbieters geht ${seconds} s anders als unsere: Zeitserver prüfen, sonst stimmen Fristen nicht.`,
    en: `The provider's clock differs from ours by ${seconds} s: check the time server, or deadlines are wrong.`,
  };
  return [{ code: 'clock_skewed', text }];
}

/** Warns of an account that a person works with. */
export function personalAccount(identity: string): ProbeWarning {
  return {
    code: 'account_personal',
    text: {
      de: `Mit dem Konto ${identity} arbeitet ein Mensch: Seine Änderungen gälten als unsere. Ein eigenes Dienstkonto anlegen.`,
      en: `A person works with the account ${identity}: their changes would count as ours. Make a service account.`,
    },
  };
}

/** Warns of credentials that may do far more than is needed. `what` names it, `instead` what is enough. */
export function tooPowerful(what: string, instead: string): ProbeWarning {
  return {
    code: 'account_too_powerful',
    text: {
      de: `Die Zugangsdaten dürfen mehr als nötig (${what}): ${instead} genügt.`,
      en: `The credentials may do more than is needed (${what}): ${instead} is enough.`,
    },
  };
}

/** The manifest's rights with what was found out about each; `granted` is asked once per right and use. */
export function probedRights(
  { permissions }: Manifest,
  granted: (right: Pick<ProbedRight, 'scope' | 'for'>) => boolean | null,
): readonly ProbedRight[] {
  return permissions.map(({ scope, for: use }) => ({ scope, for: use, granted: granted({ scope, for: use }) }));
}

/** Rights for reading and writing that are certainly missing, each once. */
export function missingOf(rights: readonly ProbedRight[]): Probe['missingScopes'] {
  const missing = rights.filter((right) => right.for !== 'setup' && right.granted === false);
  return [...new Set(missing.map(({ scope }) => scope))];
}
