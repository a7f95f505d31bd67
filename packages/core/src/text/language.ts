// Frequent short words of each language: enough to tell support mails apart, and nothing is learnt from anybody's text.
const WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  de: new Set(
    'der die das und ist nicht ich wir sie ein eine einen zu mit auf für von dem den im es bei seit kann bitte wie haben hat wird auch noch nach wenn aber mehr keine unser unsere ihre danke hallo guten'.split(
      ' ',
    ),
  ),
  en: new Set(
    'the and is not we you to of in it for with on that this have has are be can please how our your since when but no more after from i my hello thanks does'.split(
      ' ',
    ),
  ),
  fr: new Set(
    'le la les et est pas nous vous je un une de des du pour avec sur que qui dans ne plus bonjour merci notre votre depuis comment avez'.split(
      ' ',
    ),
  ),
};

const LETTERS = /[\p{L}']+/gu;
const MIN_HITS = 2;

/** ISO 639-1 code of the text's language (de, en, fr), or null when too few of its words tell. */
export function detectLanguage(text: string): string | null {
  const words = text.slice(0, 2_000).toLowerCase().match(LETTERS) ?? [];
  let best: string | null = null;
  let bestHits = MIN_HITS - 1;
  for (const [language, known] of Object.entries(WORDS)) {
    const hits = words.filter((word) => known.has(word)).length;
    if (hits > bestHits) [best, bestHits] = [language, hits];
  }
  return best;
}
