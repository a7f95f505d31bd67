import { existsSync, writeFileSync } from 'node:fs';
import type { CommandContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { starterPolicy } from '../installation/starter-policy.ts';

/** Writes a commented `stellwerk.yaml`; never over an existing one. */
export async function init({ config, output }: CommandContext): Promise<number> {
  if (existsSync(config)) {
    output.say({ de: `${config} gibt es schon; nichts geändert.`, en: `${config} exists already; nothing changed.` });
    return EXIT.usage;
  }
  writeFileSync(config, starterPolicy(output.language));
  output.result({ written: config }, () => [
    output.language === 'de'
      ? `${config} geschrieben. Als Nächstes: Verbindung eintragen, dann \`stellwerk secret set NAME\` und \`stellwerk check --online\`.`
      : `${config} written. Next: fill in a connection, then \`stellwerk secret set NAME\` and \`stellwerk check --online\`.`,
  ]);
  return EXIT.ok;
}
