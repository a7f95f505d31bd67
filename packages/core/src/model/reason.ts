/** Why something was decided, as data. `explain` renders it in German and English; nothing is parsed back from text. */
export interface Reason {
  /** Fixed code, e.g. `tier.rule_matched`, `sla.breached`. One template per code and language. */
  readonly code: string;
  /** The rule or policy part that decided, or null. */
  readonly rule: string | null;
  /** The values that mattered, flat, for the template and for JSON. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** A decision of the engine at one instant of the ticket's story. */
export interface Decision {
  readonly at: number;
  /** Key of the event that led to it, or of the deadline (`due:<clock or rule>`). */
  readonly cause: string;
  readonly reason: Reason;
}
