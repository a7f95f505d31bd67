import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ConfigError, type NetworkRules } from '@stellwerk/ports';

type Subnet = readonly [net: string, prefix: number, family: 'ipv4' | 'ipv6'];

// metadata services of clouds live here: never, whatever the admin opens (reliability: T12)
const LINK_LOCAL: readonly Subnet[] = [
  ['169.254.0.0', 16, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['fd00:ec2::254', 128, 'ipv6'],
];

// IANA special-purpose registries: everything that is not the public internet
const SPECIAL: readonly Subnet[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
];

const linkLocal = blockList(LINK_LOCAL);
const special = blockList(SPECIAL);
const publicV6 = blockList([['2000::', 3, 'ipv6']]);

function blockList(subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix, family] of subnets) list.addSubnet(net, prefix, family);
  return list;
}

/** `public`: the internet. `private`: own network or loopback. `never`: link-local, where clouds keep credentials. */
export type AddressClass = 'public' | 'private' | 'never';

/** Classifies an IP address; v4 addresses written as v6 count as what they are. */
export function classifyAddress(address: string): AddressClass {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || linkLocal.check(address, family)) return 'never';
  if (family === 'ipv4') return special.check(address, 'ipv4') ? 'private' : 'public';
  return publicV6.check(address, 'ipv6') && !special.check(address, 'ipv6') ? 'public' : 'private';
}

/** Refuses an address that the rules do not allow. The error names the switch. Throws ConfigError. */
export function checkAddress(address: string, connection: string, rules: NetworkRules): void {
  const kind = classifyAddress(address);
  if (kind === 'public' || (kind === 'private' && rules.allowPrivate)) return;
  const path = `connections.${connection}.network.allowPrivate`;
  if (kind === 'never')
    throw new ConfigError(path, {
      de: 'link-lokale Adressen werden nie aufgerufen, was dieser Schalter auch sagt',
      en: 'link-local addresses are never called, whatever this switch says',
    });
  throw new ConfigError(path, {
    de: 'der Host liegt im privaten Netz oder auf dieser Maschine; true erlaubt das',
    en: 'the host is in a private network or this machine itself; set it to true to allow that',
  });
}

/** Checks scheme, user info and literal addresses of a URL before it is called. Throws ConfigError. */
export function checkUrl(url: URL, connection: string, rules: NetworkRules): void {
  const at = `connections.${connection}`;
  if (url.username || url.password)
    throw new ConfigError(`${at}.url`, {
      de: 'darf weder Benutzernamen noch Passwort enthalten',
      en: 'must not carry a user name or password',
    });
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new ConfigError(`${at}.url`, {
      de: 'muss eine https-Adresse sein',
      en: 'must be an https URL',
    });
  if (url.protocol === 'http:' && !rules.allowHttp) {
    throw new ConfigError(`${at}.network.allowHttp`, {
      de: 'die Adresse ist unverschlüsseltes http; true erlaubt das',
      en: 'the URL is plain http; set it to true to allow that',
    });
  }
  // the URL parser has already turned 0x7f.1, 2130706433 and the like into dotted form
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) checkAddress(host, connection, rules);
}

/**
 * A DNS lookup that hands out an address only after checking it. The socket connects to the very address that was
 * checked, so a name that answers differently the second time gains nothing.
 */
export function createGuardedLookup(
  connection: string,
  rules: NetworkRules,
  resolve: typeof dnsLookup = dnsLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      try {
        for (const { address } of addresses) checkAddress(address, connection, rules);
      } catch (refused) {
        return callback(refused as NodeJS.ErrnoException, '');
      }
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first?.address ?? '', first?.family ?? 4);
    });
  };
}
