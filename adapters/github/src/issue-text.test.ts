import { describe, expect, it } from 'vitest';
import { markedText, safeTitle } from './issue-text.ts';
import { carriesMarker } from './marker.ts';

const MARKER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const END = `\n\n<!-- stellwerk:${MARKER} -->`;

describe('markedText', () => {
  it('puts the mark at the very end', () => {
    expect(markedText('Checkout fails\n', MARKER)).toBe(`Checkout fails${END}`);
  });

  it('takes the effect from a mark in the text, whether copied or forged', () => {
    const forged = 'AAAAAAAAAAAAAAAAAAAAAAAAAA';

    const text = markedText(`quoted <!-- stellwerk:${forged} --> here`, MARKER);

    expect(carriesMarker(text, forged)).toBe(false);
    expect(carriesMarker(text, MARKER)).toBe(true);
  });

  it('cuts at 60,000 code points on a line end and says so', () => {
    const text = markedText(`${'🚀'.repeat(99)}\n`.repeat(1000), MARKER);

    expect([...text].length).toBeLessThanOrEqual(60_000);
    expect([...text].length).toBeGreaterThan(59_800);
    expect(text.endsWith(`🚀\n\n_(gekürzt / cut)_${END}`)).toBe(true);
    expect(text.split('\n')[500]).toBe('🚀'.repeat(99));
  });

  it('cuts a text without any line end too', () => {
    const text = markedText('x'.repeat(70_000), MARKER);

    expect([...text].length).toBeLessThanOrEqual(60_000);
    expect(carriesMarker(text, MARKER)).toBe(true);
  });

  it('closes a code block that was left open, so that the mark stays hidden', () => {
    expect(markedText('````js\nlet a;\n```', MARKER)).toBe(`\`\`\`\`js\nlet a;\n\`\`\`\n\`\`\`\`${END}`);
    expect(markedText('```\na\n```', MARKER)).toBe(`\`\`\`\na\n\`\`\`${END}`);
  });

  it('keeps the limit and closes the block when the cut falls into it', () => {
    const text = markedText(`~~~~\n${'log line\n'.repeat(8_000)}`, MARKER);

    expect([...text].length).toBeLessThanOrEqual(60_000);
    expect(text).toContain('log line\n~~~~\n\n_(gekürzt');
  });

  it('survives a fence of thousands of characters', () => {
    const text = markedText(`${'`'.repeat(50_000)}\n${'x'.repeat(20_000)}`, MARKER);

    expect([...text].length).toBeLessThanOrEqual(60_000);
    expect(text).toContain(`\n${'`'.repeat(32)}${END}`);
  });
});

describe('safeTitle', () => {
  it('makes one line of at most 256 code points', () => {
    expect(safeTitle('  Checkout\n fails ')).toBe('Checkout fails');
    expect([...safeTitle('🚀'.repeat(300))].length).toBe(256);
  });
});
