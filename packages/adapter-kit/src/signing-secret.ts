import { ConfigError, type SetupRequest } from '@stellwerk/ports';

/** A webhook of ours is never made without a secret: throws ConfigError where the connection has none. */
export function requireSigningSecret({ webhookSecret }: SetupRequest, connection: string): void {
  if (webhookSecret !== null) return;
  throw new ConfigError(`connections.${connection}.webhookSecret`, {
    de: 'fehlt: Ohne Geheimnis wären Zustellungen nicht unterschrieben. Mit „stellwerk secret set“ setzen.',
    en: 'is missing: without a secret deliveries would not be signed. Set it with `stellwerk secret set`.',
  });
}
