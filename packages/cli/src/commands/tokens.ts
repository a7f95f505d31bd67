import { createHash, randomBytes } from 'node:crypto';
import { type CommandContext, withStore } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { systemClock } from '../installation/system-clock.ts';

const DAY_MS = 86_400_000;

/** Makes a bearer token for the JSON API. It is shown this once; the store keeps its SHA-256. */
export async function createToken(
  context: CommandContext,
  name: string,
  options: { readonly days: string },
): Promise<number> {
  const { output } = context;
  const token = `sw_${randomBytes(32).toString('base64url')}`;
  const now = systemClock.now();
  const expiresAt = now + Number(options.days) * DAY_MS;
  await withStore(context, 'admin', async ({ store }) => {
    await store.admin.createToken(createHash('sha256').update(token).digest('hex'), name, expiresAt, now);
    await store.admin.audit({ at: now, actor: 'cli', action: 'token.create', target: name, detail: null });
  });
  output.result({ name, token, expiresAt }, () => [
    token,
    output.language === 'de' ? 'Jetzt notieren: er wird nicht wieder gezeigt.' : 'Note it now: it is not shown again.',
  ]);
  return EXIT.ok;
}

/** Ends a token. */
export async function revokeToken(context: CommandContext, name: string): Promise<number> {
  const { output } = context;
  const revoked = await withStore(context, 'admin', async ({ store }) => {
    const done = await store.admin.revokeToken(name);
    if (done)
      await store.admin.audit({
        at: systemClock.now(),
        actor: 'cli',
        action: 'token.revoke',
        target: name,
        detail: null,
      });
    return done;
  });
  output.result({ name, revoked }, () => [
    revoked
      ? output.language === 'de'
        ? `${name} widerrufen.`
        : `${name} revoked.`
      : output.language === 'de'
        ? `Es gibt keinen Token „${name}“.`
        : `There is no token “${name}”.`,
  ]);
  return revoked ? EXIT.ok : EXIT.failed;
}
