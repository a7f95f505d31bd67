import { StellwerkError, type Text } from '@stellwerk/core';
import { EXIT } from '../exit-codes.ts';

/** A command cannot do what was asked, with a text for people. `USAGE`: it was called wrongly; the others say what stands in the way. */
export class CommandError extends StellwerkError {
  readonly code: string;
  readonly text: Text;
  readonly exit: number;

  constructor(code: string, text: Text, exit: number = EXIT.failed, options?: ErrorOptions) {
    super(text.en, options);
    this.code = code;
    this.text = text;
    this.exit = exit;
  }
}

/** The command was called wrongly: exit code 2. */
export function usageError(text: Text): CommandError {
  return new CommandError('USAGE', text, EXIT.usage);
}
