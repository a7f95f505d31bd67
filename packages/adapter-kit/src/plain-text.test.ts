import { expect, it } from 'vitest';
import { htmlToText } from './plain-text.ts';

it.each([
  ['<p>Please try the other tray.</p>', 'Please try the other tray.'],
  ['<div>Eins &amp; zwei<br>&#x2713; drei&nbsp;&lt;4&gt;</div>', 'Eins & zwei\n✓ drei <4>'],
  ['Danke!<blockquote>alt <blockquote>älter</blockquote></blockquote> Gruß', 'Danke!\n Gruß'],
  ['<style>p{}</style>Text<script>alert("x")</script>', 'Text'],
  ['5 < 6 and no tag', '5'],
])('%s', (html, text) => {
  expect(htmlToText(html)).toBe(text);
});

it('takes no longer for hostile markup, and looks at 64 KB at most', () => {
  const started = performance.now();

  htmlToText('<style'.repeat(200_000));
  htmlToText('<style>'.repeat(200_000));
  htmlToText('&'.repeat(1_000_000));
  expect(htmlToText('x'.repeat(100_000))).toHaveLength(64 * 1024);

  expect(performance.now() - started).toBeLessThan(1000);
});
