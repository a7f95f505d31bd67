const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LENGTH = 26;

/** Gives the marker of an effect key: 26 characters, A–Z and 2–7. */
export type Marker = (effectKey: string) => Promise<string>;

/**
 * Markers by HMAC-SHA256 over the effect's key: the same effect always has the same, and nobody without the key can
 * write one into a ticket to make us believe that an issue exists.
 */
export function createMarker(key: Uint8Array<ArrayBuffer>): Marker {
  const imported = crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (effectKey) => {
    const digest = await crypto.subtle.sign('HMAC', await imported, new TextEncoder().encode(effectKey));
    return base32(new Uint8Array(digest)).slice(0, LENGTH);
  };
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
