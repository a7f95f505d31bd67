/** PostgreSQL refuses NUL in text and both databases garble lone surrogates: the same replacement on both, in rows and look-ups alike. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '\uFFFD') : whole;
}
