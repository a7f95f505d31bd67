import { foldLetters, partsOf, stem, wordsOf } from './terms.ts';

/** What is compared: an issue, or what would become one. */
export interface BugText {
  readonly title: string;
  readonly body: string;
}

/** An open issue of ours that a new one may be the same as. */
export interface IssueCandidate extends BugText {
  /** The tracker's own reference, e.g. `acme/product#12`. */
  readonly issue: string;
}

/** How much a candidate is alike. */
export interface SimilarIssue {
  readonly issue: string;
  /** 0…1: cosine of the weighted words, to two places. */
  readonly score: number;
  /** The words they share, the weightiest first; stems, at most ten. */
  readonly shared: readonly string[];
}

const TITLE_COUNTS = 2;
const FEWEST_TERMS = 3; // less says too little to call two bugs the same
const MOST_SHARED = 10;

/**
 * Compares a bug with issues by TF-IDF over the texts at hand: nothing is learnt, nothing is sent anywhere, and the same
 * texts give the same figures. Best first; `ignore` names words that every issue has, such as those of the template.
 */
export function similarIssues(
  bug: BugText,
  candidates: readonly IssueCandidate[],
  { ignore = [] }: { readonly ignore?: readonly string[] } = {},
): readonly SimilarIssue[] {
  const left = new Set(ignore.map(foldLetters));
  const words = [bug, ...candidates].map((text) => weighedWords(text, left));
  const termsOf = termsAmong(new Set(words.flat()));
  const counts = words.map((list) => counted(list.flatMap((word) => termsOf.get(word) ?? [])));
  const [own, ...others] = vectorsOf(counts);
  if (!own || own.size < FEWEST_TERMS) return [];

  return candidates
    .map(({ issue }, index) => ({ issue, ...compared(own, others[index] ?? new Map()) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.issue < b.issue ? -1 : 1));
}

function weighedWords({ title, body }: BugText, ignore: ReadonlySet<string>): readonly string[] {
  const inTitle = wordsOf(title, ignore);
  return [...Array.from({ length: TITLE_COUNTS }, () => inTitle).flat(), ...wordsOf(body, ignore)];
}

/** The terms of each word, worked out once: texts repeat their words. */
function termsAmong(words: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const known = new Set([...words].map(stem));
  return new Map(
    [...words].map((word) => {
      const parts = partsOf(word, known);
      return [word, parts.length > 0 ? parts : [stem(word)]];
    }),
  );
}

type Weights = ReadonlyMap<string, number>;

function counted(terms: readonly string[]): Weights {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** (1 + ln tf) · ln(1 + N / df), each vector of length 1. */
function vectorsOf(counts: readonly Weights[]): readonly Weights[] {
  const frequency = new Map<string, number>();
  for (const terms of counts) for (const term of terms.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return counts.map((terms) => {
    const weighed = [...terms].map(([term, n]): [string, number] => [
      term,
      (1 + Math.log(n)) * Math.log(1 + counts.length / (frequency.get(term) ?? 1)),
    ]);
    const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return new Map(weighed.map(([term, weight]) => [term, weight / length]));
  });
}

function compared(own: Weights, other: Weights): Pick<SimilarIssue, 'score' | 'shared'> {
  const products = [...own].flatMap(([term, weight]): [string, number][] => {
    const theirs = other.get(term);
    return theirs === undefined ? [] : [[term, weight * theirs]];
  });
  products.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const score = products.reduce((sum, [, product]) => sum + product, 0);
  return { score: Math.round(score * 100) / 100, shared: products.slice(0, MOST_SHARED).map(([term]) => term) };
}
