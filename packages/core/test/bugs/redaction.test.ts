import { describe, expect, it } from 'vitest';
import { hitsText, redact } from '../../src/index.ts';

const names = ['Karla Kundin', 'Jürgen Weiß', 'Toni Müller-Lüdenscheidt', 'Renée Köhler', 'Acme Support'];
const de = (text: string) => redact(text, { names, language: 'de' });

// each worked by hand: left what a customer wrote, right what may leave
const GERMAN: readonly (readonly [string, string])[] = [
  ['Schreiben Sie an karla.kundin+shop@mail.example.com!', 'Schreiben Sie an [E-Mail]!'],
  ['an jürgen@müller-söhne.de bitte', 'an [E-Mail] bitte'],
  ['<mailto:k@example.org>', '<mailto:[E-Mail]>'],
  ['karla (at) firma (punkt) de', '[E-Mail]'],
  ['karla [ät] firma.de', '[E-Mail]'],
  ['kar\u200Bla@fir\u00ADma.de', '[E-Mail]'],
  ['karla＠firma．de', '[E-Mail]'],
  ['Telefon: 030 1234567, danke', 'Telefon: [Telefon], danke'],
  ['Tel. +49 (0)30 / 123 45-67', 'Tel. [Telefon]'],
  ['Mobil 0171/1234567.', 'Mobil [Telefon].'],
  ['(0171) 123 45 67', '[Telefon]'],
  ['Rückruf unter 01711234567 bitte', 'Rückruf unter [Telefon] bitte'],
  ['Durchwahl: 58858-0', 'Durchwahl: [Telefon]'],
  ['0049 30 1234567', '[Telefon]'],
  ['Wien: +43 1 58858-0', 'Wien: [Telefon]'],
  ['Wien: 0664 123 4567', 'Wien: [Telefon]'],
  ['Zürich: 044 123 45 67', 'Zürich: [Telefon]'],
  ['Zürich: +41 79 123 45 67', 'Zürich: [Telefon]'],
  ['IBAN DE89 3704 0044 0532 0130 00 bitte prüfen', 'IBAN [IBAN] bitte prüfen'],
  ['AT611904300234573201', '[IBAN]'],
  ['ch93-0076-2011-6238-5295-7', '[IBAN]'],
  ['Passwort: Sommer2026!', 'Passwort: [Geheimnis]'],
  ['mein Kennwort lautet "hund_katze"', 'mein Kennwort lautet "[Geheimnis]"'],
  ['API-Schlüssel ist 9f8e7d6c5b4a', 'API-Schlüssel ist [Geheimnis]'],
  ['Hallo, hier ist Karla Kundin.', 'Hallo, hier ist [Name].'],
  ['gruß, karla', 'gruß, [Name]'],
  ['KUNDIN, KARLA schrieb', '[Name] schrieb'],
  ['Karlas Export hängt', '[Name] Export hängt'],
  ['Herr Weiss und Hr. Weiß', 'Herr [Name] und Hr. [Name]'],
  ['Juergen war am Apparat', '[Name] war am Apparat'],
  ['Müller-Luedenscheidt wartet', '[Name] wartet'],
  ['Frau Lüdenscheidt, Toni Müller Lüdenscheidt', 'Frau [Name], [Name] [Name] [Name]'],
  ['Passwort: "geheim 123" geht nicht', 'Passwort: "[Geheimnis]" geht nicht'],
  ['Karte 4111 1111 1111 1111, gültig 12/27', 'Karte [Geheimnis], gültig 12/27'],
  ['Renee Koehler', '[Name]'],
];
const ENGLISH: readonly (readonly [string, string])[] = [
  ['Reach me at karla dot test? No: karla@example.co.uk.', 'Reach me at [name] dot test? No: [e-mail].'],
  ['karla [at] example [dot] com', '[e-mail]'],
  ['Call me at +1 (415) 555-2671 today', 'Call me at [phone] today'],
  ['(415) 555-2671', '[phone]'],
  ['415-555-2671 or 415.555.2671', '[phone] or [phone]'],
  ['phone no. 5552671', 'phone no. [phone]'],
  ['+44 20 7946 0958', '[phone]'],
  ['GB82 WEST 1234 5698 7654 32', '[IBAN]'],
  ['Authorization: Bearer abc123DEF456ghi789', 'Authorization: Bearer [secret]'],
  ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: Basic [secret]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c', '[secret]'],
  ['token ghp_16C7e42F292c6912E7710c838347Ae178B4a leaked', 'token [secret] leaked'],
  ['AKIAIOSFODNN7EXAMPLE', '[secret]'],
  ['xoxb-123456789012-abcdef', '[secret]'],
  ['postgres://app:s3cret@db.example.com/x', 'postgres://[secret]/x'],
  ['GET /v1?access_token=a1b2c3d4e5&x=1', 'GET /v1?access_token=[secret]&x=1'],
  ['"client_secret": "q8ZxW22kLp"', '"client_secret": "[secret]"'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----\nend', '[secret]\nend'],
  ['key Zk3Pq9Lm2Xv8Tn4Rb7Wc1Yd6Hf5Jg0Sa', 'key [secret]'],
  ["it is Karla's ticket", 'it is [name] ticket'],
  ['my password is hunter2.', 'my password is [secret]'],
];

describe('what must not leave', () => {
  it.each(GERMAN)('%j → %j', (text, expected) => {
    expect(de(text).text).toBe(expected);
  });

  it.each(ENGLISH)('%j → %j', (text, expected) => {
    expect(redact(text, { names, language: 'en' }).text).toBe(expected);
  });
});

describe('what a developer needs stays', () => {
  it.each([
    'Seit dem 24.11.2026 um 08:15 Uhr',
    'on 2026-11-24 08:15 and 01/02/2026',
    'Version 10.2.33, Build 4711-2',
    'Ticket #40012, Bestellung 4711',
    'Auftrag 4111 1111 1111 1112',
    'IP 192.168.10.20, Port 8080',
    'HTTP 500 nach 30000 ms, 0x80070057',
    'trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'Anfrage 123e4567-e89b-12d3-a456-426614174000',
    'NullPointerException in com.example.export.PdfExportHandlerFactoryBean2.render(PdfExport.java:118)',
    'DE88370400440532013000 hat eine falsche Prüfziffer',
    'Mein Passwort ist abgelaufen.',
    'Bearer authentication failed',
    'Der Token ist abgelaufen',
    'npm install @octokit/rest@22.0.1',
    'Der Bildschirm bleibt weiß, der Support weiß Bescheid',
    '0,123456789 Sekunden',
    'SELECT * FROM export WHERE id = 1000000',
  ])('%j', (text) => {
    expect(de(text)).toEqual({ text, hits: {} });
  });
});

it('tells how often each kind was found', () => {
  const { hits } = de('Karla, k@x.de, m@x.de, 030 1234567, DE89370400440532013000, Passwort: geheim');

  expect(hits).toEqual({ secret: 1, iban: 1, email: 2, phone: 1, name: 1 });
  expect(hitsText(hits, 'de')).toBe('1 × Geheimnis, 1 × IBAN, 2 × E-Mail, 1 × Telefon, 1 × Name');
});

it('finds nothing more in what it has made', () => {
  for (const [text] of [...GERMAN, ...ENGLISH]) {
    const once = de(text);
    expect(de(once.text)).toEqual({ text: once.text, hits: {} });
  }
});

it('takes a name for a name only as a whole word', () => {
  expect(redact('Rose, Rosenkohl, rose', { names: ['Ann Rose'], language: 'en' }).text).toBe('[name], Rosenkohl, rose');
});

it.each([
  ['digits and gaps', '0 - '.repeat(16_000)],
  ['digits', '01'.repeat(30_000)],
  ['letters with dots', 'a.'.repeat(30_000)],
  ['at signs', 'a@'.repeat(30_000)],
  ['account numbers', 'DE12 '.repeat(12_000)],
  ['passwords', 'password is '.repeat(5_000)],
  ['key headers', '-----BEGIN PRIVATE KEY-----'.repeat(2_000)],
])('needs time in proportion to a long text of %s', (_name, text) => {
  const started = performance.now();
  de(text);
  expect(performance.now() - started).toBeLessThan(3_000);
});
