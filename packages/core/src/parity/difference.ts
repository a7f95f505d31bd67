import type { Cause } from './causes.ts';

/** A value that our engine has otherwise than the helpdesk. */
export interface Difference {
  readonly case: string;
  /** After which event (0-based), or which metric or clock. */
  readonly where: string;
  readonly field: string;
  readonly native: string | number | boolean | null;
  readonly ours: string | number | boolean | null;
  /** The rules that, read as the helpdesk reads them, make the difference vanish; several when only together they do. */
  readonly causes: readonly Cause[];
}

/** Our engine beside the helpdesk: how many values were compared, and those that differ. */
export interface Compared {
  readonly compared: number;
  readonly differences: readonly Difference[];
}
