import { parseDuration } from '@stellwerk/core';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { previousName } from '../installation/connections.ts';
import { systemClock } from '../installation/system-clock.ts';
import { readSecret } from '../output/read-secret.ts';

/** Sets a secret from a prompt or from stdin, never from the arguments, where others could see it. */
export async function setSecret(
  context: CommandContext,
  name: string,
  options: { readonly keep?: string },
): Promise<number> {
  const { output } = context;
  const value = await readSecret(output.language === 'de' ? `Wert von ${name}: ` : `Value of ${name}: `);
  if (value === '') {
    output.say({ de: 'Leerer Wert; nichts geändert.', en: 'Empty value; nothing changed.' });
    return EXIT.usage;
  }
  const keep = options.keep === undefined ? null : parseDuration(options.keep);
  if (options.keep !== undefined && keep?.kind !== 'open') {
    output.say({ de: '--keep erwartet eine Spanne wie 24h.', en: '--keep expects a span such as 24h.' });
    return EXIT.usage;
  }
  await withStore(context, 'admin', async ({ store }) => {
    const now = systemClock.now();
    const before = await store.secrets.get(name);
    if (keep?.kind === 'open' && before !== null)
      await store.secrets.set(previousName(name), `${now + keep.ms} ${before}`, now);
    await store.secrets.set(name, value, now);
    await store.admin.audit({ at: now, actor: 'cli', action: 'secret.set', target: name, detail: null });
  });
  output.result({ set: name }, () => [
    output.language === 'de' ? `${name} gesetzt (verschlüsselt gespeichert).` : `${name} set (stored encrypted).`,
  ]);
  return EXIT.ok;
}

/** Names of the secrets that are set; never their values. */
export async function listSecrets(context: CommandContext): Promise<number> {
  const names = await withStore(context, 'read', ({ store }) => store.secrets.names());
  context.output.result(names, () => names);
  return EXIT.ok;
}
