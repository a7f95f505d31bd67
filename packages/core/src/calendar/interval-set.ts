/** A half-open stretch on any number line: instants here, minutes elsewhere. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Sorted, non-empty, disjoint stretches that cover the same points; touching ones become one. */
export function unite(stretches: readonly Stretch[]): readonly Stretch[] {
  const sorted = stretches.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const united: Stretch[] = [];
  for (const next of sorted) {
    const last = united.at(-1);
    if (!last || next.from > last.to) united.push(next);
    else if (next.to > last.to) united[united.length - 1] = { from: last.from, to: next.to };
  }
  return united;
}

/** What is left of `stretches` when `holes` are cut out. */
export function cut<T extends Stretch>(stretches: readonly T[], holes: readonly Stretch[]): readonly T[] {
  let rest = [...stretches];
  for (const hole of holes) rest = rest.flatMap((stretch) => around(stretch, hole));
  return rest;
}

/** The part of each stretch inside [from, to). */
export function clip<T extends Stretch>(stretches: readonly T[], from: number, to: number): readonly T[] {
  return stretches
    .map((stretch) => ({ ...stretch, from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) }))
    .filter((stretch) => stretch.to > stretch.from);
}

function around<T extends Stretch>(stretch: T, hole: Stretch): T[] {
  if (hole.to <= stretch.from || hole.from >= stretch.to || hole.to <= hole.from) return [stretch];
  const before = { ...stretch, to: hole.from };
  const after = { ...stretch, from: hole.to };
  return [before, after].filter(({ from, to }) => to > from);
}
