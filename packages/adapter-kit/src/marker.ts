const MARKER = /\[sw-[A-Z2-7]{4,64}\]/g;

/**
 * Adds our mark at the end of a text, where people can see it: Zammad's and HubSpot's sanitisers drop HTML comments.
 * Marks that stand in the text already are foreign (quoted or forged) and are removed.
 */
export function withMarker(text: string, marker: string): string {
  return `${stripMarkers(text).trimEnd()}\n\n${markerText(marker)}`;
}

/** The visible form of a marker. */
export function markerText(marker: string): string {
  return `[sw-${marker}]`;
}

/** Whether a stored text carries this marker. */
export function hasMarker(text: string, marker: string): boolean {
  return text.includes(markerText(marker));
}

/** Removes every mark of our form. */
export function stripMarkers(text: string): string {
  return text.replaceAll(MARKER, '');
}
