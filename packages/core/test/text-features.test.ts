import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { createFeatures } from '../src/index.ts';
import { compilePattern } from '../src/text/pattern.ts';

const features = createFeatures();

describe('the language', () => {
  it.each([
    ['Guten Tag, seit heute früh kann ich mich nicht mehr anmelden. Bitte um Hilfe, danke.', 'de'],
    ['Hello, since this morning I can not log in any more. Please help, thanks.', 'en'],
    ['Bonjour, depuis ce matin je ne peux plus me connecter. Merci de votre aide.', 'fr'],
    ['Die Rechnung ist falsch und die Mahnung ist auch falsch, see invoice.', 'de'],
    ['404', null],
    ['', null],
    ['¿Por qué no funciona?', null],
  ])('of %j is %s', (text, language) => {
    expect(features(text).language).toBe(language);
  });
});

describe('quoted answers', () => {
  const question = 'Das geht bei uns leider auch nicht.';

  it.each([
    ['> Alles dringend!\n> Absturz!'],
    ['Am 24.11.2026 um 14:20 schrieb Support <support@example.test>:\n> dringend'],
    ['On Tue, 24 Nov 2026 at 14:20, Support wrote:\n> urgent crash'],
    ['Le mar. 24 nov. 2026 à 14:20, Support a écrit :\n> urgent'],
    ['-----Original Message-----\nSubject: crash'],
    ['-----Ursprüngliche Nachricht-----\nBetreff: Absturz'],
    ['________________________________\nVon: Support\nBetreff: Absturz'],
    ['________________________________\nFrom: Support\nSubject: crash'],
  ])('are cut: %j', (quoted) => {
    expect(features(`${question}\n\n${quoted}`)).toEqual(features(question));
  });

  it('a line that only looks like one stays: text after it counts', () => {
    expect(features('Am Dienstag schrieb ich schon.\nJetzt ist es dringend.').patterns).toContain('urgent');
  });
});

describe('patterns', () => {
  it.each([
    ['Die Anwendung stürzt ab, Fehlermeldung im Anhang', 'bug'],
    ['We see an Internal Server Error', 'bug'],
    ['DRINGEND: Produktion steht', 'urgent'],
    ['Vielen Dank für die Hilfe!', 'thanks'],
    ['Thanks, that works', 'thanks'],
    ['Merci beaucoup', 'thanks'],
    ['Das ist inakzeptabel, wir kündigen', 'angry'],
    ['Ich möchte die Teamleitung sprechen', 'escalate'],
    ['Wo finde ich den Export', 'question'],
  ])('%j is %s', (text, id) => {
    expect(features(text).patterns).toContain(id);
  });

  it.each([
    ['Wir haben den Debugger gestartet', 'bug'],
    ['Danke, aber das hilft nicht, und hier ist noch viel mehr Text: '.padEnd(300, 'x'), 'thanks'],
  ])('%j is not %s', (text, id) => {
    expect(features(text).patterns).not.toContain(id);
  });

  it('of one’s own stand beside the built-in ones, sorted', () => {
    expect(createFeatures({ aaa: 'rechnung', zzz: 'mahnung' })('Dringend: Rechnung und Mahnung').patterns).toEqual([
      'aaa',
      'urgent',
      'zzz',
    ]);
  });

  it('leave nothing of the text behind', () => {
    expect(JSON.stringify(features('Anna Beispiel, anna@example.test, Kennwort 1234'))).not.toMatch(/Anna|anna|1234/);
  });

  it('count characters as people do', () => {
    expect(features('🙂🙂')).toMatchObject({ length: 2 });
  });
});

describe('an admin’s pattern cannot hang the process', () => {
  const shapes: readonly ((n: number) => string)[] = [
    (n) => `(a+)+${'b'.repeat(n)}$`,
    (n) => `(a|a)*${'c'.repeat(n)}`,
    (n) => `^(([a-z])+.)+[A-Z]([a-z])+${n}$`,
    (n) => `(a|aa)+$x{${n}}`,
    (n) => `(.*)(.*)(.*)(.*)(.*)[^a]{${n}}`,
    (n) => `(x+x+)+y{${n}}`,
    (n) => `(a*)*b{${n}}`,
    (n) => `((a{1,${n}}){1,5}){1,2}b`,
    (n) => `(.+)+(${'z'.repeat(n)})$`,
    (n) => `^(a?){${n}}a{${n}}b$`,
  ];
  const evil = shapes.flatMap((shape) => Array.from({ length: 20 }, (_, n) => shape(n + 1)));
  const texts = ['a'.repeat(100_000), 'x'.repeat(100_000), `${'ab'.repeat(49_999)}!`];

  /** Time of one run in ms; the best of two, so that a neighbour's work does not count. */
  function timeOf(run: () => unknown): number {
    return Math.min(
      ...[0, 1].map(() => {
        const start = performance.now();
        run();
        return performance.now() - start;
      }),
    );
  }

  it('200 known-evil patterns take time in proportion to the text: twice the text, about twice the time', () => {
    expect(evil).toHaveLength(200);
    let whole = 0;
    let half = 0;
    for (const [index, pattern] of evil.entries()) {
      const test = compilePattern(pattern);
      const text = (texts[index % texts.length] ?? '').slice(0, 6_000);
      whole += timeOf(() => test(text));
      half += timeOf(() => test(text.slice(0, 3_000)));
    }

    expect(whole / half).toBeLessThan(4); // exponential time would never end, quadratic gives 4 and more
  });

  it('a large pattern reads less of the text, so that its time has a bound', () => {
    const large = compilePattern('needle|((b{1,20}){1,5}){1,2}c');

    expect(large('needle')).toBe(true);
    expect(large(`${'x'.repeat(30_000)}needle`)).toBe(false);
  });

  it('and of a text longer than 32 KB only the beginning is read', () => {
    const test = compilePattern('needle');

    expect(test(`${'x'.repeat(32_000)}needle`)).toBe(true);
    expect(test(`${'x'.repeat(33_000)}needle`)).toBe(false);
  });
});
