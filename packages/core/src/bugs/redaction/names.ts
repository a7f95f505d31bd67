import { type Span, spansOf } from './span.ts';

// names of accounts that say nothing of a person
const NO_PERSON = new Set(
  'support admin administrator service team test user kunde kundin customer info vertrieb sales office büro gmbh gruppe agent bot system helpdesk it ag kg ohg inc ltd dr prof herr frau mr mrs ms von van der de den zu'.split(
    ' ',
  ),
);
// family and given names that are everyday words too: only taken for a name where written with a capital letter
const WORD_TOO = new Set(
  'klein groß gross lang kurz weiß weiss schwarz braun grün gruen jung alt neu stark schön reich frei fuchs wolf vogel stein berg bach wald sommer winter herbst frost richter bauer koch kaiser könig koenig graf jäger müller schneider weber schmidt beck becker kunz ernst will mark max rose lilie heide art young long short black white brown green king page price may april june grace hope faith bill miles cook day case error export import fehler link code'.split(
    ' ',
  ),
);
const SHORTEST = 3;

/**
 * Names that the ticket is known to hold, whole and in parts, in any case, with ä as ae, with a genitive s. A part that is
 * an everyday word too counts only with its capital letter.
 */
export function nameSpans(text: string, names: readonly string[]): readonly Span[] {
  return names.flatMap((name) => {
    const parts = name.split(/[\s,;()"']+/).filter(Boolean);
    if (parts.length === 0) return [];
    // of a double name each half is one too
    const halves = parts.filter((part) => part.includes('-')).flatMap((part) => part.split('-'));
    const persons = [...parts, ...halves].filter(isPart);
    const whole = persons.length > 0 && parts.length > 1 ? [parts, [...parts].reverse()] : [];
    return [
      ...whole.flatMap((order) => find(text, order.map(spelt).join(String.raw`[\s,-]{1,3}`), 'giu')),
      ...persons.flatMap((part) => (isWordToo(part) ? capitalised(text, part) : find(text, spelt(part), 'giu'))),
    ];
  });
}

function isPart(part: string): boolean {
  return [...part].length >= SHORTEST && !NO_PERSON.has(part.toLowerCase().replace(/\.$/, '')) && /\p{L}/u.test(part);
}

function isWordToo(part: string): boolean {
  return WORD_TOO.has(part.toLowerCase());
}

function capitalised(text: string, part: string): readonly Span[] {
  const capital = `${part.charAt(0).toUpperCase()}${part.slice(1).toLowerCase()}`;
  return [...find(text, spelt(capital), 'gu'), ...find(text, spelt(part.toUpperCase()), 'gu')];
}

function find(text: string, pattern: string, flags: string): readonly Span[] {
  const whole = String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?:['’]?s)?(?![\p{L}\p{N}])`;
  return spansOf(text, 'name', new RegExp(whole, flags), () => true);
}

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/ä|ae/giu, '(?:ä|ae|Ä|Ae|AE)'],
  [/ö|oe/giu, '(?:ö|oe|Ö|Oe|OE)'],
  [/ü|ue/giu, '(?:ü|ue|Ü|Ue|UE)'],
  [/ß|ss/giu, '(?:ß|ss|SS)'],
  [/[éèê]/giu, '[éèêe]'],
  [/[áàâ]/giu, '[áàâa]'],
  [/[óòô]/giu, '[óòôo]'],
  [/ç/giu, '[çc]'],
];

/** A pattern for a name however its umlauts and accents are written. */
function spelt(part: string): string {
  const escaped = part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return SPELLINGS.reduce((pattern, [letters, any]) => pattern.replace(letters, any), escaped);
}
