/** What kind of thing was found that must not leave the house. */
export const HIT_KINDS = ['secret', 'iban', 'email', 'phone', 'name'] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** A stretch of a text that holds something personal or secret. */
export interface Span {
  readonly kind: HitKind;
  readonly from: number;
  readonly to: number;
}

/** Every match of a pattern as spans. A group named `hit` narrows the span to it. */
export function spansOf(text: string, kind: HitKind, pattern: RegExp, holds: (found: string) => boolean): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(pattern)) {
    const hit = match.groups?.hit ?? match[0];
    const from = match.index + match[0].lastIndexOf(hit);
    if (hit !== '' && holds(hit)) spans.push({ kind, from, to: from + hit.length });
  }
  return spans;
}

/** Spans without overlap, in the order of the text: where two overlap, the kind named first in `HIT_KINDS` gives its name. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const rank = (kind: HitKind): number => HIT_KINDS.indexOf(kind);
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const last = result.at(-1);
    if (!last || span.from >= last.to) {
      result.push(span);
      continue;
    }
    const kind = rank(span.kind) < rank(last.kind) ? span.kind : last.kind;
    result[result.length - 1] = { kind, from: last.from, to: Math.max(last.to, span.to) };
  }
  return result;
}
