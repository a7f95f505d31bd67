import { ConfigError, type SecretStore } from '@stellwerk/ports';

/** A secret as the file names it: by the name it was set by, or an environment variable. */
export type SecretRef = string | { readonly env: string };

/** Finds the value behind a reference. Throws ConfigError that says how to set it. */
export async function resolveSecret(
  ref: SecretRef,
  path: string,
  secrets: SecretStore,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (typeof ref === 'object') {
    const value = env[ref.env];
    if (value) return value;
    throw new ConfigError(path, {
      de: `die Umgebungsvariable ${ref.env} ist nicht gesetzt`,
      en: `the environment variable ${ref.env} is not set`,
    });
  }
  const value = await secrets.get(ref);
  if (value !== null) return value;
  const byPlan = path.endsWith('.webhookSecret')
    ? {
        de: ', oder mit `stellwerk plan` und `apply` anlegen lassen',
        en: ', or let `stellwerk plan` and `apply` make it',
      }
    : { de: '', en: '' };
  throw new ConfigError(path, {
    de: `es gibt kein Geheimnis „${ref}“: mit \`stellwerk secret set ${ref}\` setzen${byPlan.de}`,
    en: `there is no secret of the name “${ref}”: set it with \`stellwerk secret set ${ref}\`${byPlan.en}`,
  });
}

/** Whether there is a value behind a reference. */
export async function isSet(ref: SecretRef, secrets: SecretStore, env: NodeJS.ProcessEnv): Promise<boolean> {
  return typeof ref === 'object' ? Boolean(env[ref.env]) : (await secrets.get(ref)) !== null;
}

/** Whether a value of the file is a reference to a secret. */
export function isSecretRef(value: unknown): value is SecretRef {
  return typeof value === 'string' || (typeof value === 'object' && value !== null && 'env' in value);
}
