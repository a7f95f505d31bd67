const PAGE = 500;

/** Every row of a list that is read in pages. `read` is told how many to give and after which row to go on, null at first. */
export async function* everyRow<T>(read: (limit: number, last: T | null) => Promise<readonly T[]>): AsyncGenerator<T> {
  for (let last: T | null = null; ; ) {
    const page: readonly T[] = await read(PAGE, last);
    yield* page;
    last = page.at(-1) ?? null;
    if (last === null || page.length < PAGE) return;
  }
}
