import type { Random } from '../shared/random.ts';
import type { Story, TicketKind } from './story.ts';

/** What people write, in German and English. Invented for this desk; `{n}` is a number of the case at hand. */

export type Language = 'de' | 'en';

interface Case {
  readonly subject: string;
  readonly body: string;
}

interface Phrases {
  readonly cases: Readonly<Record<Exclude<TicketKind, 'bug'>, readonly Case[]>>;
  readonly bugs: readonly Case[];
  readonly lines: Readonly<Record<Line, readonly string[]>>;
}

export type Line =
  | 'acknowledge'
  | 'bot'
  | 'reply'
  | 'ask'
  | 'answer'
  | 'note'
  | 'solve'
  | 'thanks'
  | 'reopen'
  | 'angry'
  | 'vendor';

const TRACE = [
  'java.lang.NullPointerException: invoice.total',
  '    at de.acme.billing.InvoiceService.close(InvoiceService.java:214)',
  '    at de.acme.web.CheckoutController.pay(CheckoutController.java:88)',
].join('\n');

const GERMAN: Phrases = {
  cases: {
    incident: [
      {
        subject: 'System nicht erreichbar',
        body: 'Seit heute Morgen kommt niemand mehr in das System. Betroffen sind {n} Kollegen.',
      },
      {
        subject: 'Sehr langsam seit dem Update',
        body: 'Jede Seite braucht über {n} Sekunden. Gestern war noch alles in Ordnung.',
      },
    ],
    billing: [
      {
        subject: 'Frage zur Rechnung {n}',
        body: 'Auf der Rechnung {n} steht ein Posten, den wir nicht zuordnen können.',
      },
      {
        subject: 'Änderung der Rechnungsadresse',
        body: 'Bitte stellen Sie unsere Rechnungen ab sofort auf die neue Adresse um.',
      },
    ],
    feature: [
      {
        subject: 'Wunsch: Export nach Excel',
        body: 'Können wir die Auswertung auch als Excel-Datei bekommen? Das würde {n} Leuten helfen.',
      },
      {
        subject: 'Mehrere Standorte verwalten',
        body: 'Ist geplant, dass man mehrere Standorte in einem Konto führen kann?',
      },
    ],
    question: [
      { subject: 'Passwort zurücksetzen', body: 'Wie setze ich das Passwort einer Kollegin zurück?' },
      { subject: 'Neuen Benutzer anlegen', body: 'Bitte legen Sie einen Zugang für unsere neue Mitarbeiterin an.' },
      {
        subject: 'Wo finde ich die Auswertung?',
        body: 'Ich suche die Auswertung der letzten {n} Tage und finde sie nicht.',
      },
      {
        subject: 'Drucker druckt keine Etiketten',
        body: 'Der Etikettendrucker am Platz {n} druckt nicht. Was können wir tun?',
      },
    ],
  },
  bugs: [
    { subject: 'Fehlermeldung beim Bezahlen', body: `Beim Bezahlen erscheint die Fehlermeldung 500.\n\n${TRACE}` },
    {
      subject: 'Export bricht ab',
      body: 'Der Export bricht nach {n} Zeilen mit einer Fehlermeldung ab: "unexpected end of file".',
    },
    {
      subject: 'Umlaute im PDF falsch',
      body: 'Im PDF steht "GrÃ¶ÃŸe" statt "Größe". Ein Fehler im Programm, bitte prüfen.',
    },
    {
      subject: 'Anmeldung endet in Schleife',
      body: 'Nach der Anmeldung lande ich wieder auf der Anmeldung. Fehlermeldung: invalid_state.',
    },
    {
      subject: 'Termin eine Stunde verschoben',
      body: 'Seit der Zeitumstellung sind alle Termine um eine Stunde verschoben. Das ist ein Bug.',
    },
    {
      subject: 'Suche findet nichts mehr',
      body: 'Die Suche liefert keine Treffer. In der Konsole steht ein stack trace mit "index missing".',
    },
    { subject: 'Mail-Versand schlägt fehl', body: 'Fehlermeldung "SMTP 554" bei jedem Versand, {n} Mails hängen.' },
    {
      subject: 'App stürzt beim Start ab',
      body: 'Die App stürzt sofort ab, auf {n} Geräten. Absturzbericht liegt bei.',
    },
    {
      subject: 'Doppelte Buchungen',
      body: 'Jede Buchung erscheint doppelt. Fehlermeldung kommt keine, aber die Summen stimmen nicht.',
    },
    { subject: 'Rundungsfehler in der Summe', body: 'Die Summe weicht um {n} Cent ab. Das ist ein Fehler.' },
  ],
  lines: {
    acknowledge: ['Wir haben Ihre Anfrage erhalten und melden uns so bald wie möglich.'],
    bot: ['Hallo, ich bin der Assistent. Vielleicht hilft Ihnen dieser Artikel weiter: Erste Schritte.'],
    reply: [
      'Guten Tag, vielen Dank für Ihre Nachricht. Ich sehe mir das an und melde mich.',
      'Guten Tag, wir prüfen das gerade.',
    ],
    ask: ['Können Sie uns bitte einen Screenshot und die genaue Uhrzeit schicken?', 'Welche Version setzen Sie ein?'],
    answer: [
      'Anbei die gewünschten Angaben, es war heute um {n} Uhr.',
      'Wir haben die aktuelle Version, der Fehler ist noch da.',
    ],
    note: [
      'Kann ich hier nicht lösen, gebe ab. Protokoll liegt im Anhang.',
      'Bitte einmal technisch prüfen, tritt reproduzierbar auf.',
    ],
    solve: [
      'Wir haben das Problem behoben. Bitte melden Sie sich, falls es noch einmal auftritt.',
      'Das ist nun eingerichtet. Schöne Grüße!',
    ],
    thanks: ['Vielen Dank, das hat geholfen!', 'Super, danke für die schnelle Hilfe.'],
    reopen: ['Leider tritt es wieder auf, genau wie vorher.', 'Das Problem besteht immer noch.'],
    angry: [
      'Das ist eine FRECHHEIT!!! Seit Tagen keine Antwort, wir kündigen, wenn das so weitergeht.',
      'Ich erwarte SOFORT eine Lösung, das ist inakzeptabel!',
    ],
    vendor: ['Liegt beim Hersteller, Ticket dort eröffnet.'],
  },
};

const ENGLISH: Phrases = {
  cases: {
    incident: [
      { subject: 'System is down', body: 'Nobody can sign in since this morning. {n} people cannot work.' },
      { subject: 'Very slow since the update', body: 'Every page takes more than {n} seconds. It was fine yesterday.' },
    ],
    billing: [
      { subject: 'Question about invoice {n}', body: 'There is an item on invoice {n} that we cannot explain.' },
      { subject: 'Change of billing address', body: 'Please send our invoices to the new address from now on.' },
    ],
    feature: [
      {
        subject: 'Request: export to Excel',
        body: 'Could we get the report as an Excel file? It would help {n} of us.',
      },
      { subject: 'Managing several sites', body: 'Do you plan to support several sites within one account?' },
    ],
    question: [
      { subject: 'Reset a password', body: "How do I reset a colleague's password?" },
      { subject: 'New user', body: 'Please create an account for our new colleague.' },
      { subject: 'Where is the report?', body: 'I am looking for the report of the last {n} days and cannot find it.' },
      {
        subject: 'Label printer does not print',
        body: 'The label printer at desk {n} does not print. What can we do?',
      },
    ],
  },
  bugs: [
    { subject: 'Error when paying', body: `Paying ends with error 500, stack trace below.\n\n${TRACE}` },
    { subject: 'Export stops', body: 'The export stops after {n} rows with the error "unexpected end of file".' },
    { subject: 'Broken characters in the PDF', body: 'The PDF shows "GrÃ¶ÃŸe" instead of "Größe". Looks like a bug.' },
    { subject: 'Login loops', body: 'After signing in I am back at the login page. Error message: invalid_state.' },
    {
      subject: 'Appointments are one hour off',
      body: 'All appointments are one hour off since the clock change. This is a bug.',
    },
    {
      subject: 'Search finds nothing',
      body: 'Search has no hits. The console shows a stack trace with "index missing".',
    },
    { subject: 'Sending mail fails', body: 'Error "SMTP 554" on every message, {n} mails are stuck.' },
    { subject: 'App crashes on start', body: 'The app crashes at once on {n} devices. Crash report attached.' },
    {
      subject: 'Bookings appear twice',
      body: 'Every booking appears twice. No error message, but the totals are wrong.',
    },
    { subject: 'Rounding error in the total', body: 'The total is off by {n} cents. This is a bug.' },
  ],
  lines: {
    acknowledge: ['We received your request and will get back to you as soon as possible.'],
    bot: ['Hi, I am the assistant. Maybe this article helps: First steps.'],
    reply: ['Thank you for your message. I am looking into it.', 'Hello, we are checking this right now.'],
    ask: ['Could you send us a screenshot and the exact time, please?', 'Which version do you use?'],
    answer: ['Here is what you asked for, it was at {n} today.', 'We are on the latest version and still see it.'],
    note: [
      'Cannot solve this here, handing over. Log attached.',
      'Please have a technical look, it can be reproduced.',
    ],
    solve: ['We fixed the problem. Please tell us if it comes back.', 'This is set up now. Kind regards!'],
    thanks: ['Thanks a lot, that helped!', 'Great, thank you for the quick help.'],
    reopen: ['It is back, same as before.', 'The problem still exists.'],
    angry: [
      'This is UNACCEPTABLE!!! No answer for days, we will cancel the contract.',
      'I want to speak to a manager NOW. This is ridiculous!',
    ],
    vendor: ['With the vendor now, opened a case there.'],
  },
};

const phrasesOf = (language: Language): Phrases => (language === 'de' ? GERMAN : ENGLISH);

const fill = (random: Random, text: string): string => text.replaceAll('{n}', String(2 + random.int(97)));

/** Subject and first message of a ticket. */
export function openingOf(random: Random, language: Language, story: Story): Case {
  const phrases = phrasesOf(language);
  const chosen =
    story.kind === 'bug' ? phrases.bugs[story.bug % phrases.bugs.length] : random.pick(phrases.cases[story.kind]);
  if (!chosen) throw new RangeError('a story names a bug that nobody has described');
  const body = story.angry ? `${chosen.body}\n\n${random.pick(phrases.lines.angry)}` : chosen.body;
  return { subject: fill(random, chosen.subject), body: fill(random, body) };
}

export const sentenceOf = (random: Random, language: Language, line: Line): string =>
  fill(random, random.pick(phrasesOf(language).lines[line]));
