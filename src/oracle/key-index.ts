const FIRST_WORDS = 1024;
const FIRST_WINDOWS = 64;
/** Log2 of the places of a new region, and of the factor by which one grows. */
const FIRST_LOG = 2;
const GROWTH_LOG = 2;
/** Multiplying by it spreads neighbouring keys evenly (Knuth's Fibonacci hashing). */
const GOLDEN = 0x9e3779b1;

/**
 * Which row a key has in a window. Each window has an open-addressing table of its own, since
 * results come window by window: the tables in use at a time fit into a cache. They are regions of
 * one array; a window with a single row, as most sessions are, needs none.
 */
export class KeyIndex {
  /** A region: the log2 of its places, its rows, then the places: row + 1, or 0. */
  #words = new Int32Array(FIRST_WORDS);
  #used = 1;
  /** Per window: 0 = no row; −1 − row = that one only; else the address of its region. */
  #roots = new Int32Array(FIRST_WINDOWS);
  /** Regions that were outgrown, by the log2 of their places. */
  readonly #free: number[][] = [];

  /** The row of a key, or −1; `keys` has the key of row r at `stride × r`. */
  find(window: number, key: number, keys: Int32Array, stride: number): number {
    const root = window < this.#roots.length ? this.#roots[window]! : 0;
    if (root <= 0) return root < 0 && keys[stride * (-1 - root)] === key ? -1 - root : -1;
    const words = this.#words;
    const log = words[root]!;
    const last = (1 << log) - 1;
    let at = Math.imul(key, GOLDEN) >>> (32 - log);
    for (;;) {
      const row = words[root + 2 + at]! - 1;
      if (row < 0 || keys[stride * row] === key) return row;
      at = (at + 1) & last;
    }
  }

  /** Enters a row whose key has none in that window. */
  add(window: number, row: number, keys: Int32Array, stride: number): void {
    if (window >= this.#roots.length) this.#roots = twiceAsLong(this.#roots);
    const root = this.#roots[window]!;
    if (root === 0) {
      this.#roots[window] = -1 - row;
      return;
    }
    const region = root < 0 ? this.#take(FIRST_LOG) : root;
    this.#roots[window] = region;
    if (root < 0) this.#put(region, -1 - root, keys[stride * (-1 - root)]!);
    const words = this.#words;
    // At most three quarters full.
    if (4 * words[region + 1]! >= 3 << words[region]!) {
      this.#roots[window] = this.#widen(region, keys, stride);
    }
    this.#put(this.#roots[window]!, row, keys[stride * row]!);
  }

  #put(region: number, row: number, key: number): void {
    const words = this.#words;
    const log = words[region]!;
    const last = (1 << log) - 1;
    let at = Math.imul(key, GOLDEN) >>> (32 - log);
    while (words[region + 2 + at] !== 0) at = (at + 1) & last;
    words[region + 2 + at] = row + 1;
    words[region + 1]!++;
  }

  #widen(region: number, keys: Int32Array, stride: number): number {
    const log = this.#words[region]!;
    const wide = this.#take(log + GROWTH_LOG);
    const words = this.#words;
    for (let i = region + 2; i < region + 2 + (1 << log); i++) {
      const row = words[i]! - 1;
      if (row >= 0) this.#put(wide, row, keys[stride * row]!);
    }
    words.fill(0, region, region + 2 + (1 << log));
    this.#free[log]!.push(region);
    return wide;
  }

  /** An empty region. */
  #take(log: number): number {
    while (this.#free.length <= log) this.#free.push([]);
    let region = this.#free[log]!.pop();
    if (region === undefined) {
      region = this.#used;
      this.#used += 2 + (1 << log);
      while (this.#used > this.#words.length) this.#words = twiceAsLong(this.#words);
    }
    this.#words[region] = log;
    return region;
  }
}

function twiceAsLong(old: Int32Array): Int32Array<ArrayBuffer> {
  const long = new Int32Array(2 * old.length);
  long.set(old);
  return long;
}
