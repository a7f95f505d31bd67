import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 26;

/** Gives the marker of an effect key: 26 characters, A–Z and 2–7. */
export type Marker = (effectKey: string) => string;

/**
 * Markers by HMAC-SHA256 over the effect's key: the same effect always has the same, and nobody without the key can
 * write one into a ticket to make us believe that an issue exists.
 */
export function createMarker(key: Uint8Array): Marker {
  return (effectKey) => base32(createHmac('sha256', key).update(effectKey).digest()).slice(0, LENGTH);
}

/** RFC 4648 base32 without padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return text;
}
