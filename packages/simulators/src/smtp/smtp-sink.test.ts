import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMail } from './read-mail.ts';
import { createSmtpSink } from './smtp-sink.ts';

const sink = createSmtpSink();
beforeAll(() => sink.listen());
afterAll(() => sink.stop());

/** Says the lines one after the other, each when the answer to the one before has come; gives the answers' codes. */
function say(lines: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const codes: string[] = [];
    const left = [...lines];
    const socket = connect(sink.port, '127.0.0.1');
    socket.on('error', reject).on('close', () => resolve(codes));
    socket.on('data', (chunk) => {
      codes.push(String(chunk).slice(0, 3));
      const next = left.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
  });
}

const envelope = ['EHLO test', 'MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA'];

it('takes a mail as RFC 5321 has it, and keeps it', async () => {
  expect(await say([...envelope, 'Subject: Hi\r\n\r\nText\r\n.', 'QUIT'])).toEqual([
    '220',
    '250',
    '250',
    '250',
    '354',
    '250',
    '221',
  ]);
  expect(sink.mails).toEqual([
    {
      from: 'a@example.test',
      to: ['b@example.test'],
      headers: { subject: 'Hi' },
      text: 'Text',
      user: null,
      encrypted: false,
    },
  ]);
});

it('fails once where it is told to', async () => {
  sink.inject({ at: 'rcpt', code: 550 });

  expect(await say(envelope.slice(0, 3))).toEqual(['220', '250', '250', '550']);
  expect(await say(envelope.slice(0, 3))).toEqual(['220', '250', '250', '250']);
});

it('reads headers of RFC 2047 and both transfer encodings', () => {
  const quoted = readMail(
    'Subject: =?UTF-8?Q?Stufe_=E2=80=93?=\r\n =?UTF-8?B?IFQy?=\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nf=C3=A4l=\r\nlig\r\n',
  );
  const base64 = readMail('Content-Transfer-Encoding: base64\r\n\r\nZsOkbGxpZw==\r\n');

  expect([quoted.headers.subject, quoted.text, base64.text]).toEqual(['Stufe – T2', 'fällig', 'fällig']);
});
