/** Labels of one series. Values are names of connections and fixed words, never ids of tickets or persons. */
export type Labels = Readonly<Record<string, string>>;

/** Counts things that happened since this process began. */
export interface Counters {
  /** Adds `by` (default 1) to the counter `stellwerk_<name>`. */
  add(name: string, labels: Labels, by?: number): void;
}

/** One number to be shown by `/metrics`. */
export interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Counters that can be read. */
export interface ReadableCounters extends Counters {
  samples(): readonly Sample[];
}

/** Makes empty counters; one object per process, handed to the gateway and to the worker. */
export function createCounters(): ReadableCounters {
  const values = new Map<string, Sample>();
  return {
    add(name, labels, by = 1) {
      const id = `${name}${labelText(labels)}`;
      values.set(id, { name, labels, value: (values.get(id)?.value ?? 0) + by });
    },
    samples: () => [...values.values()],
  };
}

/** `{connection="acme",outcome="new"}`, or nothing without labels. Escaped as the Prometheus text format asks. */
export function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
