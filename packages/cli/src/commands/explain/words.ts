/** Words around an explanation. */
export const WORDS = {
  de: {
    tier: 'Stufe',
    clocks: 'Uhren',
    rules: 'Ausgelöste Regeln',
    otherRules: 'Warum Regeln jetzt auslösen oder nicht',
    lastChange: 'Zuletzt geändert',
    effects: 'Wirkungen',
    decisions: 'Entscheidungen',
    next: 'Als Nächstes',
    overtaken: 'überholt',
    undecided: 'noch keine Entscheidung; der Verlauf wird noch gelesen',
    noGroup: 'ohne Gruppe',
    since: 'seit',
    events: 'Ereignisse',
    due: 'fällig',
    of: 'von',
    now: 'jetzt',
    counts: 'zählt',
    stands: 'steht',
    nothingDue: 'nichts von selbst',
    finished: 'nichts: das Ticket ist gelöst',
    clockEnds: 'fällig:',
    ruleLooks: 'eine Regel prüft',
  },
  en: {
    tier: 'Tier',
    clocks: 'Clocks',
    rules: 'Rules that fired',
    otherRules: 'Why rules fire now or not',
    lastChange: 'Changed last',
    effects: 'Effects',
    decisions: 'Decisions',
    next: 'Next',
    overtaken: 'overtaken',
    undecided: 'no decision yet; its history is still being read',
    noGroup: 'no group',
    since: 'since',
    events: 'events',
    due: 'due',
    of: 'of',
    now: 'now',
    counts: 'counts',
    stands: 'stands',
    nothingDue: 'nothing by itself',
    finished: 'nothing: the ticket is solved',
    clockEnds: 'due:',
    ruleLooks: 'a rule looks',
  },
} as const;

type Names = Readonly<Record<'de' | 'en', Readonly<Record<string, string>>>>;

export const CLOCK_STATES: Names = {
  de: { running: 'läuft', paused: 'angehalten', met: 'eingehalten', breached: 'verletzt', cancelled: 'entfällt' },
  en: { running: 'running', paused: 'paused', met: 'met', breached: 'breached', cancelled: 'cancelled' },
};

export const SEGMENT_REASONS: Names = {
  de: {
    started: 'begonnen',
    resumed: 'weiter',
    paused: 'angehalten',
    solved: 'gelöst',
    calendar_changed: 'Kalender geändert',
    target_changed: 'Ziel geändert',
    restarted: 'neu begonnen',
  },
  en: {
    started: 'started',
    resumed: 'resumed',
    paused: 'paused',
    solved: 'solved',
    calendar_changed: 'calendar changed',
    target_changed: 'target changed',
    restarted: 'restarted',
  },
};

/** States of an effect as people say them. */
export const EFFECT_STATES: Names = {
  de: {
    pending: 'wartet',
    proposed: 'vorgeschlagen',
    past: 'Vergangenheit, wird nicht gesendet',
    sending: 'wird gesendet',
    unknown: 'Ausgang unklar, wird nachgesehen',
    done: 'erledigt',
    dead: 'gescheitert',
    cancelled: 'zurückgezogen',
    expired: 'abgelaufen',
    dismissed: 'verworfen',
  },
  en: {
    pending: 'waiting',
    proposed: 'proposed',
    past: 'the past, not sent',
    sending: 'being sent',
    unknown: 'outcome unclear, being looked up',
    done: 'done',
    dead: 'failed',
    cancelled: 'cancelled',
    expired: 'expired',
    dismissed: 'dismissed',
  },
};
