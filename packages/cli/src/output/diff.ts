const AROUND = 2;

/** The lines in which two texts differ, as people read them in a review: `-` goes, `+` comes, two lines around. */
export function lineDiff(before: string, after: string): readonly string[] {
  const marked = aligned(before.split('\n'), after.split('\n'));
  const near = marked.map((_, at) =>
    marked.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(([sign]) => sign !== ' '),
  );
  return marked.flatMap(([sign, line], at) => {
    if (near[at]) return [`${sign} ${line}`.trimEnd()];
    return near[at - 1] ? ['  …'] : [];
  });
}

type Marked = readonly [sign: ' ' | '-' | '+', line: string];

/** Longest common subsequence over lines; policy files have hundreds of them, not thousands. */
function aligned(a: readonly string[], b: readonly string[]): readonly Marked[] {
  const lengths = a.map(() => new Array<number>(b.length + 1).fill(0));
  lengths.push(new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const marked: Marked[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      marked.push([' ', a[i] ?? '']);
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      marked.push(['-', a[i] ?? '']);
      i += 1;
    } else {
      marked.push(['+', b[j] ?? '']);
      j += 1;
    }
  }
  return marked;
}
