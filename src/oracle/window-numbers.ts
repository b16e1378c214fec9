const FIRST_CAPACITY = 64;

/** Numbers the windows (stage, start, end) from 0 on, in the order in which they are first named. */
export class WindowNumbers {
  #size = 0;
  #stages = new Uint8Array(FIRST_CAPACITY);
  /** Start and end. */
  #bounds = new Float64Array(2 * FIRST_CAPACITY);
  /** Number + 1, or 0: open addressing, at most half full. */
  #index = new Int32Array(2 * FIRST_CAPACITY);

  get size(): number {
    return this.#size;
  }

  stage(window: number): number {
    return this.#stages[window]!;
  }

  start(window: number): number {
    return this.#bounds[2 * window]!;
  }

  end(window: number): number {
    return this.#bounds[2 * window + 1]!;
  }

  is(window: number, stage: number, start: number, end: number): boolean {
    const bounds = this.#bounds;
    return (
      bounds[2 * window] === start &&
      bounds[2 * window + 1] === end &&
      this.#stages[window] === stage
    );
  }

  /** The number of a window, or −1. */
  find(stage: number, start: number, end: number): number {
    return this.#index[this.#probe(stage, start, end)]! - 1;
  }

  /** The number of a window that has none. */
  add(stage: number, start: number, end: number): number {
    const window = this.#size++;
    this.#stages[window] = stage;
    this.#bounds[2 * window] = start;
    this.#bounds[2 * window + 1] = end;
    this.#index[this.#probe(stage, start, end)] = window + 1;
    if (this.#size === this.#stages.length) this.#grow();
    return window;
  }

  /** Where the window stands in the index, or the free place where it would. */
  #probe(stage: number, start: number, end: number): number {
    const index = this.#index;
    const last = index.length - 1;
    let at = hash(stage, start, end) & last;
    for (;;) {
      const window = index[at]! - 1;
      if (window < 0 || this.is(window, stage, start, end)) return at;
      at = (at + 1) & last;
    }
  }

  #grow(): void {
    const capacity = 2 * this.#stages.length;
    const [stages, bounds] = [this.#stages, this.#bounds];
    this.#stages = new Uint8Array(capacity);
    this.#stages.set(stages);
    this.#bounds = new Float64Array(2 * capacity);
    this.#bounds.set(bounds);
    this.#index = new Int32Array(2 * capacity);
    for (let window = 0; window < this.#size; window++) {
      const place = this.#probe(this.stage(window), this.start(window), this.end(window));
      this.#index[place] = window + 1;
    }
  }
}

/** Event times differ in their low 32 bits within 49 days, and beyond that seldom clash. */
function hash(stage: number, start: number, end: number): number {
  let h = Math.imul((start | 0) ^ (stage << 28), 0x85ebca6b) ^ ((end - start) | 0);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
