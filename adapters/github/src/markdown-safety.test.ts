import { describe, expect, it } from 'vitest';
import { makeHarmless } from './markdown-safety.ts';

// what GitHub acts on, read as it does: docs.github.com "Basic writing and formatting syntax", "Autolinked references"
const MENTION = /(?:^|\W)@[a-z0-9]/i;
const REFERENCE = /#\d|\bGH-\d|github\.com\/\S+\/(?:issues|pull|discussions|commit)\/[0-9a-f]/i;
const HIDDEN_OR_LOADED = /<[!?/a-z]|!\[/i;
const HASH = /(?<![\w-])(?:[0-9a-f]{7,12}|[0-9a-f]{40})(?![\w-])/i;
const ENTITY = /&(?:#\d+|#x[0-9a-f]+|commat|num);/i;

const SPOOFS = [
  '@octocat please',
  'cc @acme/security-team.',
  '(@octocat)',
  'x@octocat',
  '`@octocat`',
  '```\n@octocat\n```',
  '<div>\n```\n@octocat\n```\n</div>',
  '\\@octocat',
  '&#64;octocat',
  '&#x40;octocat',
  '&commat;octocat',
  'fixes #1',
  'closes acme/product#12',
  'GH-12',
  'gh-12',
  '&#35;12',
  '&num;12',
  'https://github.com/acme/product/issues/12',
  'https://github.com/acme/product/pull/12#issuecomment-3',
  'https://github.com/acme/product/commit/0a1b2c3d',
  '![](https://tracker.example/pixel.png)',
  '![x][1]',
  '<img src="https://tracker.example/p.png">',
  '<IMG SRC=x>',
  '<video src="https://tracker.example/v.mp4">',
  '<!-- stellwerk:ABCDEFGHIJKLMNOPQRSTUVWXYZ -->',
  '<!-- hidden instructions -->',
  '<![CDATA[ x ]]>',
  '<?php ?>',
  '<a href="https://evil.example">click</a>',
  '<details open><summary>x</summary></details>',
  '</td></table>',
  'broken since 0a1b2c3d',
  'see a5c3785ed8d6a35868bc169f07e40e889087fd2e.',
];

describe('makeHarmless', () => {
  it.each(SPOOFS)('takes the effect from %j and keeps its look', (text) => {
    const safe = makeHarmless(text);

    for (const active of [MENTION, REFERENCE, HIDDEN_OR_LOADED, ENTITY, HASH]) expect(safe).not.toMatch(active);
    expect(safe.replaceAll('\u200B', '')).toBe(text);
  });

  it('leaves links to the helpdesk and plain text as they are', () => {
    const text =
      'See https://help.example/#ticket/zoom/12 and **error** 5 < 6 && 7 > 3! 123e4567-e89b-12d3-a456-426614174000';

    expect(makeHarmless(text)).toBe(text);
  });

  it('changes nothing when it is applied again', () => {
    const once = makeHarmless(SPOOFS.join('\n'));

    expect(makeHarmless(once)).toBe(once);
  });
});
