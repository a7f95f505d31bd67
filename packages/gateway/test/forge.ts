import { createHmac } from 'node:crypto';

const SECRET = 'the secret that only the helpdesk has';
export const HEADER = 'x-signature';
export const STAMP = 'x-timestamp';

/** Numbers that come out the same each time: a forged request that got in can be sent again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** A request as it goes over the wire. */
export interface Shot {
  readonly kind: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function sign(body: Buffer, stamp: number, secret = SECRET): string {
  return createHmac('sha256', secret).update(`${stamp}.`).update(body).digest('hex');
}

export function genuine(path: string, n: number, now: number): Shot {
  const body = Buffer.from(JSON.stringify({ ticket: n }));
  return { kind: 'genuine', path, headers: { [HEADER]: sign(body, now), [STAMP]: String(now) }, body };
}

type Forge = (shot: Shot, random: () => number, now: number) => Omit<Shot, 'kind'>;

const header = (shot: Shot, name: string, value: string) => ({ ...shot, headers: { ...shot.headers, [name]: value } });

/** Nine ways of not being genuine. Each starts from a genuine delivery, so nothing else can be the reason for the refusal. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  'no signature': (shot, _random, now) => ({ ...shot, headers: { [STAMP]: String(now) } }),
  'signed with another secret': (shot, random, now) => header(shot, HEADER, sign(shot.body, now, `guess ${random()}`)),
  'one byte of the body changed': (shot, random) => {
    const body = Buffer.from(shot.body);
    const at = Math.floor(random() * body.length);
    body[at] = (body[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return { ...shot, body };
  },
  'signature cut or padded': (shot, random) => {
    const text = shot.headers[HEADER] ?? '';
    return header(shot, HEADER, random() < 0.5 ? text.slice(0, Math.floor(random() * 63)) : `${text}00`);
  },
  'signature garbled': (shot, random) => {
    const bytes = Array.from({ length: 64 }, () => String.fromCharCode(33 + Math.floor(random() * 90)));
    return header(shot, HEADER, bytes.join(''));
  },
  'replayed an hour later': (shot, _random, now) => {
    const old = now - 3_600_000;
    return { ...shot, headers: { [HEADER]: sign(shot.body, old), [STAMP]: String(old) } };
  },
  'time stamp moved': (shot, random, now) => header(shot, STAMP, String(now + 1 + Math.floor(random() * 1_000))),
  'sent to another path': (shot, random) => {
    const id = Array.from({ length: 22 }, () => 'abcdefghijklmnop'[Math.floor(random() * 16)]).join('');
    return { ...shot, path: random() < 0.8 ? `/hooks/${id}` : `${shot.path}/../${encodeURIComponent('\0')}${id}` };
  },
  'encoded or far too large': (shot, random) => {
    if (random() < 0.5) return header(shot, 'content-encoding', random() < 0.5 ? 'gzip' : 'br');
    return { ...shot, body: Buffer.alloc(120_000, 'x') };
  },
};

/** What some send to any open port. */
export function garbage(random: () => number, path: string): Buffer {
  const bytes = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 400) }, () => Math.floor(random() * 256)));
  const choices = [
    bytes,
    Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n`), bytes, Buffer.from('\r\n\r\n')]),
    Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n{}`),
    Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`),
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffffff\r\n${'x'.repeat(200)}`,
    ),
    Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(20_000)}\r\n\r\n`),
    Buffer.from(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 400\r\n\r\n{"half`),
    Buffer.from(`GET / HTTP/9.9\r\n\r\n`),
  ];
  return choices[Math.floor(random() * choices.length)] ?? bytes;
}
