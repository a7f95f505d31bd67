import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Reads a secret from stdin or, on a terminal, from a prompt without echo. Ends of line around it are taken off. */
export async function readSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    let text = '';
    for await (const chunk of process.stdin) text += String(chunk);
    return text.trim();
  }
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const silent = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    silent.question('', (answer) => {
      silent.close();
      process.stderr.write('\n');
      resolve(answer.trim());
    });
  });
}
