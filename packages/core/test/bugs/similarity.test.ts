import { describe, expect, it } from 'vitest';
import { foldLetters, partsOf, stem, wordsOf } from '../../src/bugs/similarity/terms.ts';
import { type BugText, dedupeVerdict, type IssueCandidate, similarIssues } from '../../src/index.ts';

const bug = (title: string, body = ''): BugText => ({ title, body });
const issue = (n: number, title: string, body = ''): IssueCandidate => ({ issue: `a/b#${n}`, title, body });

describe('words', () => {
  it('are folded, split at capitals, and lose what says nothing', () => {
    const text =
      'Der PdfExportHandler stürzt ab: HTTP 500 bei Ticket 40012 – see https://x.test/a <!-- stellwerk:ABC -->';

    expect(wordsOf(text, new Set(['ab']))).toEqual(['pdf', 'export', 'handler', 'stuerzt', 'http', '500']);
  });

  it('lose their ending in both languages', () => {
    const family = ['export', 'exports', 'exported', 'exporting', 'exportieren', 'exportiert', 'exportierung'];

    expect(new Set(family.map(stem))).toEqual(new Set(['export']));
    const invoices = ['Rechnung', 'Rechnungen', 'invoice', 'invoices'];
    expect(new Set(invoices.map((word) => stem(foldLetters(word)))).size).toBe(1);
  });

  it('are split where both parts are words of the texts', () => {
    const known = new Set(['rechnung', 'export', 'kunde'].map(stem));

    expect(partsOf('rechnungsexport', known)).toEqual([stem('rechnung'), 'export']);
    expect(partsOf('rechnungsexport', new Set(['export']))).toEqual([]);
    expect(partsOf('exportbereich', known)).toEqual([]);
  });
});

describe('figures worked by hand', () => {
  // three words each, two of them shared, one text beside: N = 2, idf of a shared word ln 2, of a single one ln 3
  it('two of three words shared among two texts', () => {
    const [best] = similarIssues(bug('', 'alpha beta gamma'), [issue(1, '', 'alpha beta delta')]);

    const shared = Math.log(2) ** 2;
    const expected = (2 * shared) / (2 * shared + Math.log(3) ** 2);
    expect(expected).toBeCloseTo(0.4433, 4);
    expect(best).toEqual({ issue: 'a/b#1', score: 0.44, shared: ['alpha', 'beta'] });
  });

  it('a word twice in the title weighs 1 + ln 2', () => {
    const [best] = similarIssues(bug('alpha', 'beta gamma'), [issue(1, '', 'alpha beta gamma')]);

    const twice = 1 + Math.log(2);
    expect(best?.score).toBe(Number(((twice + 2) / (Math.sqrt(twice * twice + 2) * Math.sqrt(3))).toFixed(2)));
    expect(best?.shared[0]).toBe('alpha');
  });

  it('the same text is 1, nothing shared is no candidate, too few words are no bug', () => {
    expect(similarIssues(bug('alpha beta', 'gamma'), [issue(1, 'alpha beta', 'gamma')])[0]?.score).toBe(1);
    expect(similarIssues(bug('alpha beta', 'gamma'), [issue(1, 'other words', 'altogether')])).toEqual([]);
    expect(similarIssues(bug('alpha beta'), [issue(1, 'alpha beta')])).toEqual([]);
  });

  it('words of the template do not count', () => {
    const ranked = similarIssues(bug('Fehlerbericht alpha', 'beta gamma'), [issue(1, 'Fehlerbericht delta')], {
      ignore: ['Fehlerbericht'],
    });

    expect(ranked).toEqual([]);
  });
});

const OPEN: readonly IssueCandidate[] = [
  issue(1, 'PDF export crashes', 'Exporting an invoice with umlauts in the file name crashes with HTTP 500'),
  issue(2, 'Login slow', 'The login page takes 30 seconds since the update, SSO only'),
  issue(3, 'Kalender zeigt falschen Tag', 'Der Kalender zeigt Termine am falschen Tag nach der Zeitumstellung'),
  issue(4, 'Upload fails', 'Uploading files over 20 MB fails with a timeout in the browser'),
];
const rank = (text: BugText) => similarIssues(text, OPEN);

describe('a bug told in other words', () => {
  it.each([
    [
      1,
      bug('Absturz beim PDF-Export', 'Beim Exportieren einer Rechnung mit Umlauten im Dateinamen: Absturz, HTTP 500'),
    ],
    [1, bug('Crash', 'PDF export of invoices with umlauts in the filename crashed, http 500')],
    [2, bug('Anmeldung langsam', 'Die Anmeldeseite braucht seit dem Update 30 Sekunden (SSO)')],
    [3, bug('Falscher Tag im Kalender', 'Nach der Zeitumstellung stehen die Termine am falschen Tag')],
    [4, bug('Hochladen schlägt fehl', 'Dateien über 20 MB hochladen: Timeout im Browser')],
  ])('finds issue %i first and at least asks', (number, text) => {
    const [best] = rank(text);

    expect(best?.issue).toBe(`a/b#${number}`);
    expect(best?.score).toBeGreaterThanOrEqual(0.4);
  });

  it.each([
    bug('Druck der Rechnung schneidet den Rand ab', 'Auf A4 fehlt rechts ein Zentimeter'),
    bug('Colours of the chart are wrong', 'Legend and bars do not match in dark mode'),
    bug('Schriftart zu klein', 'In der Kopfzeile ist die Schrift nach dem Zoomen unlesbar'),
  ])('another bug is not taken for one: $title', (text) => {
    expect(rank(text)[0]?.score ?? 0).toBeLessThan(0.3);
  });

  it('gives the same whatever the order of the candidates', () => {
    const text = bug('Absturz beim PDF-Export', 'Rechnung mit Umlauten im Dateinamen');

    expect(similarIssues(text, [...OPEN].reverse())).toEqual(rank(text));
  });
});

it('links at the threshold, asks from `propose` on, and creates below', () => {
  const rules = { threshold: 0.75, propose: 0.45 };
  const of = (score: number) => dedupeVerdict([{ issue: 'a/b#1', score, shared: [] }], rules).kind;

  expect([0.75, 0.74, 0.45, 0.44].map(of)).toEqual(['link', 'propose', 'propose', 'create']);
  expect(dedupeVerdict([], rules)).toEqual({ kind: 'create', best: null });
});
