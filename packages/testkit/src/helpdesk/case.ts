/** One named thing that must hold. `run` rejects when it does not. */
export interface ConformanceCase {
  /** `C3.1`: suite and number, stable, so that a skip can name it. */
  readonly id: string;
  readonly title: string;
  readonly run: () => Promise<void>;
}
