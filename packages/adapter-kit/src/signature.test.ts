import { expect, it } from 'vitest';
import { bodySha256, signedTimeWithin, verifyHmac } from './signature.ts';

// RFC 2202 test case 2 and RFC 4231 test case 2
const SHA1 = 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';
const SHA256 = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
const TEXT = 'what do ya want for nothing?';
const secrets = (current: string | null, previous: { secret: string; until: number } | null = null) => ({
  current,
  previous,
});
const check = { algorithm: 'sha256', encoding: 'hex', signed: [TEXT], given: SHA256, now: 1000 } as const;

it('accepts the published vectors in hex and base64, joined from parts', () => {
  expect(verifyHmac({ ...check, secrets: secrets('Jefe') })).toBe('current');
  expect(
    verifyHmac({ ...check, algorithm: 'sha1', prefix: 'sha1=', given: `sha1=${SHA1}`, secrets: secrets('Jefe') }),
  ).toBe('current');
  expect(
    verifyHmac({
      ...check,
      encoding: 'base64',
      signed: ['what do ya ', Buffer.from('want for nothing?')],
      given: Buffer.from(SHA256, 'hex').toString('base64'),
      secrets: secrets('Jefe'),
    }),
  ).toBe('current');
});

it.each([
  ['no header', undefined, 'signature_missing'],
  ['an empty header', '', 'signature_missing'],
  ['upper case', SHA256.toUpperCase(), 'signature_wrong'],
  ['a changed digit', `6${SHA256.slice(1)}`, 'signature_wrong'],
  ['a cut digest', SHA256.slice(0, -2), 'signature_wrong'],
  ['a longer digest', `${SHA256}00`, 'signature_wrong'],
])('refuses %s', (_name, given, reason) => {
  expect(() => verifyHmac({ ...check, given, secrets: secrets('Jefe') })).toThrow(expect.objectContaining({ reason }));
});

it('refuses everything without a secret, also a signature made with an empty one', async () => {
  const { hmac } = await import('./signature.ts');
  for (const guess of ['', '\0'.repeat(32)]) {
    const given = hmac('sha256', guess, [TEXT], 'hex');
    for (const none of [secrets(null), secrets(''), secrets(null, { secret: '', until: 9999 })]) {
      expect(() => verifyHmac({ ...check, given, secrets: none })).toThrow('signature_wrong');
    }
  }
});

it('accepts the previous secret until its end and says so', () => {
  const rotating = secrets('new', { secret: 'Jefe', until: 1001 });
  expect(verifyHmac({ ...check, secrets: rotating })).toBe('previous');
  expect(() => verifyHmac({ ...check, now: 1001, secrets: rotating })).toThrow('signature_wrong');
});

it('takes a signed time up to five minutes away, either way', () => {
  expect(signedTimeWithin(0, 300_000)).toBe(0);
  expect(signedTimeWithin(300_000, 0)).toBe(300_000);
  for (const at of [-1, 600_001, Number.NaN]) {
    expect(() => signedTimeWithin(at, 300_000)).toThrow(expect.objectContaining({ reason: 'stale' }));
  }
});

it('hashes a body (FIPS 180 vector)', () => {
  expect(bodySha256(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
