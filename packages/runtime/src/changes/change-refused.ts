import { StellwerkError } from '@stellwerk/core';

/** A plan or an undo cannot be carried out as things stand. */
export class ChangeRefused extends StellwerkError {
  readonly code: 'PLAN_UNKNOWN' | 'PLAN_STALE' | 'LEFT_BEHIND';
  /** What differs or is left, as short names. */
  readonly items: readonly string[];

  constructor(code: ChangeRefused['code'], message: string, items: readonly string[] = []) {
    super(message);
    this.code = code;
    this.items = items;
  }
}
