/**
 * One measurement, with a bare control taken in the same run on the same machine.
 * `ratio` is `value / control`; `bar` is the least (or, for memory and times, the greatest) allowed and `ok` the verdict.
 */
export interface Bench {
  readonly name: string;
  readonly value: number;
  /** Unit of `value` and `control`: `requests/s`, `events/s`, `MB`. */
  readonly unit: string;
  /** The bare control; `null` where the bar is absolute. */
  readonly control: number | null;
  readonly ratio: number | null;
  readonly bar: number;
  readonly ok: boolean;
}

/** What a module in `test/bench` exports: `benches(): Promise<Bench[]>`. Its file name is the NAME of `npm run bench`. */
export interface BenchModule {
  benches(): Promise<readonly Bench[]>;
}

/** A measurement that must reach at least `bar` times its control. */
export function atLeast(name: string, unit: string, value: number, control: number, bar: number): Bench {
  const ratio = control > 0 ? value / control : 0; // a control that measured nothing proves nothing
  return { name, value, unit, control, ratio, bar, ok: ratio >= bar };
}

/** A measurement that must not exceed `bar`, in its own unit. */
export function atMost(name: string, unit: string, value: number, bar: number): Bench {
  return { name, value, unit, control: null, ratio: null, bar, ok: value <= bar };
}
