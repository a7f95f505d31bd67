import { createHmac, hkdfSync } from 'node:crypto';

/** Keys of an installation, all drawn from its one master key. */
export interface Keys {
  /** For the markers by which our notes and issues are found again. */
  readonly marker: Uint8Array<ArrayBuffer>;
  /** Pseudonym of a person or organisation: 26 characters, the same for the life of the installation. */
  pseudonym(connection: string, kind: 'person' | 'organisation', id: string): string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Derives the keys. Whoever has the database alone cannot tell which person a pseudonym stands for. */
export function deriveKeys(master: Uint8Array): Keys {
  const derive = (use: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), `stellwerk ${use}`, 32));
  const pseudonymKey = derive('pseudonym');
  return {
    marker: derive('marker'),
    pseudonym: (connection, kind, id) =>
      base32(createHmac('sha256', pseudonymKey).update(`${connection}\n${kind}\n${id}`).digest()).slice(0, 26),
  };
}

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
