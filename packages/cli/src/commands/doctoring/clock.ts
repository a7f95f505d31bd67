import type { Check, Examination, Finding } from './finding.ts';

const SKEW_MS = 30_000;
const DST_AHEAD_DAYS = 14;

/** Whether our clock and the providers' agree, and what is about to happen to them. */
export const clock: Check = async ({ accounts, config, now }) => {
  const { timezone } = config.policy.input.locale;
  return [
    ...accounts.flatMap(({ name, probe }) => {
      const skew = probe?.clockSkewMs ?? null;
      const told = probe?.warnings.some(({ code }) => code === 'clock_skewed') ?? false;
      const zone = probe?.timeZone ?? null;
      return [
        ...(skew !== null && !told && Math.abs(skew) > SKEW_MS ? [skewed(name, skew)] : []),
        ...(zone !== null && offsetOf(zone, now) !== offsetOf(timezone, now) ? [otherZone(name, zone, timezone)] : []),
      ];
    }),
    ...dstAhead(timezone, now),
  ];
};

function skewed(connection: string, skewMs: number): Finding {
  const seconds = Math.round(skewMs / 1_000);
  return {
    group: 'clock',
    code: 'clock.clock_skewed',
    severity: 'warning',
    connection,
    text: {
      de: `Die Uhr des Anbieters geht ${seconds} s anders als unsere.`,
      en: `The provider's clock differs from ours by ${seconds} s.`,
    },
    fix: {
      de: 'Zeitabgleich (NTP) auf diesem Rechner einschalten: signierte Webhooks gelten nur fünf Minuten.',
      en: 'Turn on time synchronisation (NTP) on this machine: signed webhooks count for five minutes only.',
    },
  };
}

/** Undefined for a zone that we do not know by this name: then nothing is said of it. */
function offsetOf(zone: string, now: number): number | undefined {
  try {
    return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).offsetNanoseconds;
  } catch {
    return undefined;
  }
}

function otherZone(connection: string, theirs: string, ours: string): Finding {
  return {
    group: 'clock',
    code: 'clock.zone',
    severity: 'note',
    connection,
    text: {
      de: `Zeitzone dort ${theirs}, in der Policy ${ours}.`,
      en: `Time zone there ${theirs}, in the policy ${ours}.`,
    },
    fix: {
      de: 'Gewollt? Sonst locale.timezone und die Kalender angleichen.',
      en: 'Is it meant? Else bring locale.timezone and the calendars in line.',
    },
  };
}

function dstAhead(
  timezone: Examination['config']['policy']['input']['locale']['timezone'],
  now: number,
): readonly Finding[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone);
  const next = here.getTimeZoneTransition('next');
  if (next === null || next.since(here, { largestUnit: 'days' }).days >= DST_AHEAD_DAYS) return [];
  const date = next.toPlainDate().toString();
  return [
    {
      group: 'clock',
      code: 'clock.dst_ahead',
      severity: 'note',
      connection: null,
      text: { de: `Am ${date} werden die Uhren umgestellt.`, en: `The clocks change on ${date}.` },
      fix: {
        de: `Fristen über diesen Tag ansehen: stellwerk calendar add KALENDER "${date} 00:00" 8h`,
        en: `Look at deadlines over that day: stellwerk calendar add CALENDAR "${date} 00:00" 8h`,
      },
    },
  ];
}
