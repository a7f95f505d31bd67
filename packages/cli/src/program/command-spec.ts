import type { Text } from '@stellwerk/core';
import type { CommandContext } from '../context.ts';

/** An option of one command. */
export interface OptionSpec {
  /** As commander reads it: `--since <when>`. */
  readonly flags: string;
  readonly text: Text;
  readonly default?: string;
  /** Refused without it. Default false. */
  readonly required?: boolean;
}

/** One command of the program: what `--help` says of it, and what it does. */
export interface CommandSpec {
  /** Name with its group and its arguments: `secret set <name>`. */
  readonly usage: string;
  readonly text: Text;
  readonly options?: readonly OptionSpec[];
  /** What people type, without `stellwerk`. */
  readonly example: string;
  /** Runs when the group is called without a command of its own. */
  readonly isDefault?: boolean;
  /** Gets the context, each argument, and the options; returns the exit code. */
  readonly run: (context: CommandContext, ...given: never[]) => Promise<number>;
}
