const SLOT_MS = 10_000;
const SLOTS = 6;
const OPEN_MS = 30_000;
const PROBE_EVERY_MS = 5_000;
const MIN_CALLS = 20;
const OPEN_SHARE = 0.5;

/** Stops calls to a provider that mostly fails: opens at half of at least 20 calls within 60 s, probes after 30 s. */
export interface Breaker {
  /** Null when a call may go out now, else the instant at which to come again. A half-open breaker lets one through per 5 s. */
  blockedUntil(now: number): number | null;
  /** Reports a call. Only failures that speak of the provider count (time-outs, 5xx), never a refusal. */
  record(now: number, ok: boolean): void;
}

interface Slot {
  readonly number: number;
  calls: number;
  failed: number;
}

/** Makes a closed breaker. */
export function createBreaker(): Breaker {
  let slots: Slot[] = [];
  let probeAt: number | null = null;

  return {
    blockedUntil(now) {
      if (probeAt === null) return null;
      if (now < probeAt) return probeAt;
      probeAt = now + PROBE_EVERY_MS;
      return null;
    },
    record(now, ok) {
      if (probeAt !== null) {
        probeAt = ok ? null : now + OPEN_MS;
        slots = [];
        return;
      }
      slots = counted(slots, Math.floor(now / SLOT_MS), ok);
      if (mostlyFails(slots)) probeAt = now + OPEN_MS;
    },
  };
}

function counted(slots: readonly Slot[], number: number, ok: boolean): Slot[] {
  const kept = slots.filter((slot) => slot.number > number - SLOTS);
  const last = kept.at(-1);
  const slot = last?.number === number ? last : { number, calls: 0, failed: 0 };
  slot.calls += 1;
  if (!ok) slot.failed += 1;
  return slot === last ? kept : [...kept, slot];
}

function mostlyFails(slots: readonly Slot[]): boolean {
  let calls = 0;
  let failed = 0;
  for (const slot of slots) {
    calls += slot.calls;
    failed += slot.failed;
  }
  return calls >= MIN_CALLS && failed >= calls * OPEN_SHARE;
}
