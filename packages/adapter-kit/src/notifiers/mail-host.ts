import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ConfigError, Transient } from '@stellwerk/ports';
import { classifyAddress } from '../network-guard.ts';
import type { MailServer } from './options.ts';

/** The server's address, checked before it is used: the connection goes to the very one that was checked. */
export async function mailHost({ host, network }: MailServer): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolved(host) : [host];
  for (const address of addresses) {
    const kind = classifyAddress(address);
    if (kind === 'never') throw new ConfigError('smtp.host', 'link-local addresses are never called');
    if (kind === 'private' && !network.allowPrivate)
      throw new ConfigError(
        'smtp.network.allowPrivate',
        'the mail server is in a private network or this machine itself; set it to true to allow that',
      );
  }
  return addresses[0] ?? host;
}

async function resolved(host: string): Promise<readonly string[]> {
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address);
  } catch {
    throw new Transient('smtp: the host of the mail server cannot be looked up', { ambiguous: false });
  }
}
