/** Exit codes of every command, documented in `docs/cli/README.md`. */
export const EXIT = {
  ok: 0,
  /** The command ran and found something wrong: a failed check, a demo whose writes are not there. */
  failed: 1,
  /** The command was called wrongly. */
  usage: 2,
  /** `stellwerk.yaml`, a secret or a file is wrong. */
  config: 3,
  /** The database or a provider cannot be reached now. */
  unavailable: 4,
  /** Ended by Ctrl-C before it was done; where the command can be resumed, nothing is lost. */
  interrupted: 130,
} as const;
