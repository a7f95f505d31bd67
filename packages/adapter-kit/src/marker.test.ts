import { expect, it } from 'vitest';
import { hasMarker, withMarker } from './marker.ts';

const MARKER = 'ABCDEFGHIJKLMNOPQRSTUVWX23';

it('ends the text with the mark and finds it again', () => {
  const text = withMarker('Übergabe an T2.', MARKER);

  expect(text).toBe(`Übergabe an T2.\n\n[sw-${MARKER}]`);
  expect(hasMarker(`<div>Übergabe an T2.<br>[sw-${MARKER}]</div>`, MARKER)).toBe(true);
  expect(hasMarker(text, 'BCDEFGHIJKLMNOPQRSTUVWX234')).toBe(false);
});

it('removes marks that a quoted text brings along', () => {
  const text = withMarker(`customer wrote [sw-${MARKER}] here`, 'ZZZZZZZZZZZZZZZZZZZZZZZZ22');

  expect(hasMarker(text, MARKER)).toBe(false);
});
