/**
 * Our mark in an issue or comment: an HTML comment, so that nobody sees it rendered. The marker in it is keyed, so nobody
 * without the key can write one that we take for ours.
 */
export function hiddenMarker(marker: string): string {
  return `<!-- stellwerk:${marker} -->`;
}

/** Whether a stored text carries exactly this mark. */
export function carriesMarker(text: string, marker: string): boolean {
  return text.includes(hiddenMarker(marker));
}

const HIDDEN = /<!-- stellwerk:([A-Z2-7]{6,40}) -->/;

/** The marker in a text of ours, or null. */
export function markerIn(text: string): string | null {
  return HIDDEN.exec(text)?.[1] ?? null;
}

/** A text of ours without its mark. */
export function withoutMarker(text: string): string {
  return text.replace(HIDDEN, '').trimEnd();
}
