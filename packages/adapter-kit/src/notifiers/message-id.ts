import { createHash } from 'node:crypto';

/** Name of a message, the same for every try of one effect: 32 hexadecimal digits that give nothing of the key away. */
export function messageId(effectKey: string): string {
  return createHash('sha256').update(effectKey).digest('hex').slice(0, 32);
}
