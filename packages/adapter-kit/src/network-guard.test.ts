import { expect, it } from 'vitest';
import { checkUrl, classifyAddress, createGuardedLookup } from './network-guard.ts';

const CLOSED = { allowPrivate: false, allowHttp: false, ca: null };
const OPEN = { allowPrivate: true, allowHttp: true, ca: null };

it.each([
  ['8.8.8.8', 'public'],
  ['2606:4700:4700::1111', 'public'],
  ['10.1.2.3', 'private'],
  ['172.31.255.255', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.0.1', 'private'],
  ['100.64.0.1', 'private'],
  ['127.0.0.1', 'private'],
  ['0.0.0.0', 'private'],
  ['224.0.0.1', 'private'],
  ['255.255.255.255', 'private'],
  ['::1', 'private'],
  ['::', 'private'],
  ['fd12:3456::1', 'private'],
  ['::ffff:127.0.0.1', 'private'],
  ['64:ff9b::7f00:1', 'private'],
  ['2002:7f00:1::', 'private'],
  ['169.254.169.254', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['fe80::1', 'never'],
  ['fd00:ec2::254', 'never'],
  ['not an address', 'never'],
])('%s is %s', (address, kind) => {
  expect(classifyAddress(address)).toBe(kind);
});

it.each([
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://017700000001/',
  'https://127.1/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'https://10.0.0.1./',
])('refuses %s and names the switch', (url) => {
  expect(() => checkUrl(new URL(url), 'desk', CLOSED)).toThrow(/connections\.desk\.network\.allowPrivate/);
});

it('refuses http, user info and other schemes', () => {
  expect(() => checkUrl(new URL('http://desk.example/'), 'desk', CLOSED)).toThrow(/network\.allowHttp/);
  expect(() => checkUrl(new URL('https://a:b@desk.example/'), 'desk', OPEN)).toThrow(/user name or password/);
  expect(() => checkUrl(new URL('file:///etc/passwd'), 'desk', OPEN)).toThrow(/https/);
});

it('opens the own network when told, but never link-local addresses', () => {
  expect(() => checkUrl(new URL('http://10.0.0.1/'), 'desk', OPEN)).not.toThrow();
  expect(() => checkUrl(new URL('http://169.254.169.254/latest'), 'desk', OPEN)).toThrow(/never/);
});

type Resolve = NonNullable<Parameters<typeof createGuardedLookup>[2]>;
const answering = (...addresses: string[]): Resolve =>
  ((_host: string, _options: object, done: (error: null, found: { address: string; family: number }[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    )) as unknown as Resolve;

function look(resolve: Resolve): Promise<unknown> {
  const lookup = createGuardedLookup('desk', CLOSED, resolve);
  return new Promise((done, fail) =>
    lookup('desk.example', { all: true }, (error, found) => (error ? fail(error) : done(found))),
  );
}

it('hands out checked addresses, and refuses a name when one of its addresses is private', async () => {
  await expect(look(answering('93.184.216.34'))).resolves.toEqual([{ address: '93.184.216.34', family: 4 }]);
  await expect(look(answering('93.184.216.34', '10.0.0.1'))).rejects.toThrow(/allowPrivate/);
});
