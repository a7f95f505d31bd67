import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { ConfigError } from '@stellwerk/ports';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals values with AES-256-GCM. What is sealed under one name cannot be opened under another. */
export interface Cipher {
  /** First 16 hex digits of the key's SHA-256: tells which key belongs to a row. */
  readonly keyId: string;
  /** Bytes: nonce, tag, cipher text. */
  seal(name: string, value: Uint8Array): Uint8Array;
  /** Throws ConfigError when the key or the name is another, or a byte was changed. */
  open(name: string, sealed: Uint8Array, keyId: string): Uint8Array;
  /** Hex HMAC-SHA256 under a key derived from this one. */
  digest(value: string): string;
}

/** `key`: 32 bytes. */
export function createCipher(key: Uint8Array): Cipher {
  if (key.length !== 32) throw new ConfigError('store.key', `needs 32 bytes, has ${key.length}`);
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const digestKey = createHmac('sha256', key).update('stellwerk digest').digest();
  return {
    keyId,
    seal: (name, value) => seal(key, name, value),
    open(name, sealed, sealedBy) {
      if (sealedBy !== keyId) throw new ConfigError('store.key', wrongKey(name, sealedBy, keyId));
      return open(key, name, sealed);
    },
    digest: (value) => createHmac('sha256', digestKey).update(value).digest('hex'),
  };
}

function seal(key: Uint8Array, name: string, value: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function open(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new ConfigError(`secret ${name}`, 'cannot be opened: it was changed or moved from another name', {
      cause: error,
    });
  }
}

function wrongKey(name: string, sealedBy: string, keyId: string): string {
  return `${name} was sealed with key ${sealedBy}, this is key ${keyId}: put back the key that belongs to this database`;
}
