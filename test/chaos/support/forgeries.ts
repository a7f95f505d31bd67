import type { Source } from './sources.ts';

/** A request as it goes over the wire. */
export interface Shot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a forger works with: everything but the secret. */
export interface Forger {
  readonly source: Source;
  /** Address of the gateway without path. */
  readonly base: string;
  readonly path: string;
  readonly secret: string;
  readonly now: number;
  readonly random: () => number;
}

/** A delivery as the source sends it. */
export function genuine({ source, base, path, secret, now }: Forger, n: number): Shot {
  const body = source.body(n);
  const signature = source.sign({ body, url: base + path, at: now, secret });
  const stamp = source.stamp ? { [source.stamp]: source.stampOf(now) } : {};
  const headers = { 'content-type': 'application/json', ...source.headers(n), ...stamp };
  return { path, body, headers: { ...headers, [source.signature]: signature } };
}

type Forge = (shot: Shot, forger: Forger) => Shot;

const withHeader = (shot: Shot, name: string, value: string): Shot => ({
  ...shot,
  headers: { ...shot.headers, [name]: value },
});
const without = (shot: Shot, name: string): Shot => ({
  ...shot,
  headers: Object.fromEntries(Object.entries(shot.headers).filter(([header]) => header !== name)),
});
const signatureOf = (shot: Shot, { source }: Forger): string => shot.headers[source.signature] ?? '';

/** Ways of not being genuine. Each starts from a genuine delivery, so nothing else can be the reason for the refusal. */
export const FORGERIES: readonly Forge[] = [
  (shot, { source }) => without(shot, source.signature),
  (shot, forger) =>
    withHeader(shot, forger.source.signature, signed(shot, { ...forger, secret: `guess ${forger.random()}` })),
  (shot, forger) => withHeader(shot, forger.source.signature, signed(shot, { ...forger, secret: '' })),
  (shot, { random }) => {
    const body = Buffer.from(shot.body);
    const at = Math.floor(random() * body.length);
    body[at] = (body[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return { ...shot, body };
  },
  (shot) => ({ ...shot, body: Buffer.concat([shot.body, Buffer.from(' ')]) }),
  (shot) => ({ ...shot, body: Buffer.alloc(0) }),
  (shot, forger) => {
    const text = signatureOf(shot, forger);
    const cut = text.slice(0, Math.floor(forger.random() * (text.length - 1)));
    return withHeader(shot, forger.source.signature, forger.random() < 0.5 ? cut : `${text}00`);
  },
  (shot, { source, random }) => {
    const bytes = Array.from({ length: 64 }, () => String.fromCharCode(33 + Math.floor(random() * 90)));
    return withHeader(shot, source.signature, bytes.join(''));
  },
  (shot, forger) => (forger.source.stamp ? aged(shot, forger, 3_600_000) : without(shot, forger.source.signature)),
  (shot, { source, now, random }) =>
    source.stamp
      ? withHeader(shot, source.stamp, source.stampOf(now + 1_000 + Math.floor(random() * 9_000)))
      : withHeader(shot, source.signature, `sha256=${'0'.repeat(64)}`),
  (shot, { random }) => ({ ...shot, path: `/hooks/${letters(random)}` }),
  (shot, { random }) => withHeader(shot, 'content-encoding', random() < 0.5 ? 'gzip' : 'br'),
  (shot) => ({ ...shot, body: Buffer.alloc(1_100_000, 'x') }),
];

function signed({ body }: Shot, { source, base, path, now, secret }: Forger): string {
  return source.sign({ body, url: base + path, at: now, secret });
}

/** Genuine once, an hour ago. */
function aged(shot: Shot, forger: Forger, byMs: number): Shot {
  const old = { ...forger, now: forger.now - byMs };
  const stamped = withHeader(shot, forger.source.stamp ?? '', forger.source.stampOf(old.now));
  return withHeader(stamped, forger.source.signature, signed(shot, old));
}

function letters(random: () => number): string {
  return Array.from({ length: 22 }, () => 'abcdefghijklmnop'[Math.floor(random() * 16)]).join('');
}
