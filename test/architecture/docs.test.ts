import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkProblems } from './links.ts';
import { codeBlocks } from './markdown.ts';
import { readFiles, root } from './repository.ts';
import { snippetProblems } from './snippets.ts';

const pages = readFiles(/\.md$/);

describe('links', () => {
  let planted: string;

  beforeAll(() => {
    planted = mkdtempSync(join(tmpdir(), 'links-'));
    mkdirSync(join(planted, 'docs'));
    writeFileSync(join(planted, 'README.md'), '# Überblick: `two` parts\n\n## Same\n\n## Same\n');
  });
  afterAll(() => rmSync(planted, { recursive: true }));

  it.each([
    '[up](../README.md)',
    '[from the root](/README.md)',
    '[folder](..)',
    '[heading](../README.md#überblick-two-parts)',
    '[second of two](../README.md#same-1)',
    '[elsewhere](https://example.com/none.md) and [mail](mailto:a@example.com)',
    '`[code](none.md)`',
    '```md\n[code](none.md)\n```',
    '# Here\n[own heading](#here)',
  ])('accepts %j', (text) => {
    expect(linkProblems(planted, { path: 'docs/page.md', text })).toEqual([]);
  });

  it.each([
    ['[gone](none.md)', 'does not exist'],
    ['![picture](none.png "title")', 'does not exist'],
    ['[ref]\n\n[ref]: none.md', 'does not exist'],
    ['[heading](../README.md#none)', 'has no such heading'],
    ['[own heading](#none)', 'has no such heading'],
    ['[outside](../../elsewhere/a.md)', 'is outside'],
  ])('refuses %j', (text, problem) => {
    const problems = linkProblems(planted, { path: 'docs/page.md', text });

    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('of the repository all lead somewhere', () => {
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.flatMap((page) => linkProblems(root, page))).toEqual([]);
  });
});

describe('examples in Markdown', () => {
  it('are found with their line', () => {
    const blocks = codeBlocks('# A\n\n```ts\nconst a = 1;\n```\n\n````md\n```ts\nno\n```\n````\n');

    expect(blocks).toEqual([
      { info: 'ts', text: 'const a = 1;\n', line: 4 },
      { info: 'md', text: '```ts\nno\n```\n', line: 8 },
    ]);
  });

  it('that do not type-check are named with file and line', () => {
    const text = [
      '# Planted',
      '```ts',
      'const a: number = 1;',
      'const b: string = a; // wrong on line 4',
      'console.log(b);',
      '```',
      '```ts sketch',
      'none.such;',
      '```',
      '```ts',
      "import { none } from '@stellwerk/core';",
      'none();',
      '```',
    ].join('\n');

    const problems = snippetProblems([{ path: 'docs/planted.md', text }]);

    expect(problems).toEqual([
      expect.stringContaining('docs/planted.md(4,7): error TS2322'),
      expect.stringContaining('docs/planted.md(11,10): error TS2305'),
    ]);
  });

  it('of the repository type-check', () => {
    expect(snippetProblems(pages)).toEqual([]);
  });
});
