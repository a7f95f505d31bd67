import { makeHarmless } from './markdown-safety.ts';
import { hiddenMarker } from './marker.ts';

/** Longest text we send, in code points; GitHub refuses more than 65,536. */
const MAX_TEXT = 60_000;
const MAX_TITLE = 256;
const CUT = '\n\n_(gekürzt / cut)_';

/** A text for an issue or comment: inert, not too long, with our mark at its very end. */
export function markedText(text: string, marker: string): string {
  const end = `\n\n${hiddenMarker(marker)}`;
  const safe = closeFence(shortFences(makeHarmless(text)).trimEnd());
  const room = MAX_TEXT - end.length;
  const fits = lengthOf(safe) <= room;
  return (fits ? safe : cutAtLine(safe, room - CUT.length - LONGEST_FENCE - 1) + CUT) + end;
}

/** A title on one line, at most 256 code points. */
export function safeTitle(title: string): string {
  const line = title.replaceAll(/\s+/g, ' ').trim();
  const points = [...line];
  return points.length <= MAX_TITLE ? line : `${points.slice(0, MAX_TITLE - 1).join('')}…`;
}

function lengthOf(text: string): number {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
}

const LONGEST_FENCE = 32;

/** Fences of thousands of characters would leave no room to close them. */
function shortFences(text: string): string {
  return text.replaceAll(/`{33,}|~{33,}/g, (run) => run.slice(0, LONGEST_FENCE));
}

/** Cuts at a line end when there is one in the last part, and closes a code block that the cut left open. */
function cutAtLine(text: string, limit: number): string {
  const kept = [...text].slice(0, limit).join('');
  const lineEnd = kept.lastIndexOf('\n');
  return closeFence(lineEnd > kept.length / 2 ? kept.slice(0, lineEnd) : kept);
}

/** An open code block would swallow what follows, our mark among it, and show it. */
function closeFence(text: string): string {
  const fence = openFence(text);
  return fence === null ? text : `${text}\n${fence}`;
}

function openFence(text: string): string | null {
  let open: string | null = null;
  for (const line of text.split('\n')) {
    const [, mark, rest = ''] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (mark === undefined) continue;
    if (open === null) open = mark.startsWith('`') && rest.includes('`') ? null : mark;
    else if (mark[0] === open[0] && mark.length >= open.length && rest.trim() === '') open = null;
  }
  return open;
}
