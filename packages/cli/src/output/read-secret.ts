import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Reads a secret from stdin or, on a terminal, from a prompt without echo. Ends of line around it are taken off. */
export async function readSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    let text = '';
    for await (const chunk of process.stdin) text += String(chunk);
    return text.trim();
  }
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // the terminal stops echoing here: only then may anybody begin to type
  const silent = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(prompt);
  return new Promise((resolve) => {
    silent.question('', (answer) => {
      silent.close();
      process.stderr.write('\n');
      resolve(answer.trim());
    });
  });
}
