import { createHash, createHmac } from 'node:crypto';

/** Hex SHA-1 HMAC over UTF-8 text (Zammad). */
export const hmacSha1Hex = (secret: string, text: string): string =>
  createHmac('sha1', secret).update(text).digest('hex');

/** Hex SHA-256 HMAC over UTF-8 text (GitHub). */
export const hmacSha256Hex = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** Base64 SHA-256 HMAC over UTF-8 text (Zendesk, HubSpot v3). */
export const hmacSha256Base64 = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

/** Hex SHA-256 over UTF-8 text (HubSpot v1 and v2). */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
