import { expect, it } from 'vitest';
import { createMarker } from './marker.ts';

const key = new TextEncoder().encode('key');

it('is base32 of HMAC-SHA256, cut to 26 characters', async () => {
  const marker = createMarker(key);

  // by another program: printf 'The quick brown fox jumps over the lazy dog' | openssl dgst -sha256 -hmac key -binary | base32
  expect(marker('The quick brown fox jumps over the lazy dog')).toBe('666IH5BQKOCCJMJSTDTKU35RIP');
});

it('differs by key and by effect', async () => {
  const other = createMarker(new TextEncoder().encode('other'));
  const mine = createMarker(key);

  expect(await mine('a')).not.toBe(await other('a'));
  expect(await mine('a')).not.toBe(await mine('b'));
  expect(await mine('a')).toMatch(/^[A-Z2-7]{26}$/);
});
