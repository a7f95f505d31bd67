/** Something to do at an instant. `run` is called once the clock stands at `at`. */
export interface WorkloadStep {
  readonly at: number;
  run(): void;
}

/** Steps still to come, earliest first, and in the order they were added where instants are equal. */
export class Agenda {
  readonly #heap: { readonly step: WorkloadStep; readonly order: number }[] = [];
  #added = 0;

  add(step: WorkloadStep): void {
    this.#heap.push({ step, order: ++this.#added });
    this.#rise(this.#heap.length - 1);
  }

  /** The earliest step when it is due at `until`, taken out. */
  takeUntil(until: number): WorkloadStep | undefined {
    const first = this.#heap[0];
    if (!first || first.step.at > until) return undefined;
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first.step;
  }

  #before(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (!left || !right) return left !== undefined;
    return left.step.at < right.step.at || (left.step.at === right.step.at && left.order < right.order);
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (!left || !right) return;
    this.#heap[a] = right;
    this.#heap[b] = left;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.#heap.length && this.#before(left, least)) least = left;
      if (right < this.#heap.length && this.#before(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
