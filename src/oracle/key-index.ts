const FIRST_WORDS = 4096;
const FIRST_WINDOWS = 64;
/** Log2 of the places of a first region, and of the factor by which one grows. */
const FIRST_LOG = 2;
const GROWTH_LOG = 2;
/** Added to the log2 of a region in which a key is its own place. */
const DIRECT = 32;
/** Log2 of the factor by which such a region may be longer than the one before it. */
const SPARSE_LOG = 4;
/** Words of a region before its places: its log2, and its rows unless it is direct. */
const HEAD = 2;
/** Multiplying by it spreads neighbouring keys evenly (Knuth's Fibonacci hashing). */
const GOLDEN = 0x9e3779b1;

/**
 * Which row a key has in a window. Each window has a table of its own, since results come window by
 * window: the tables in use at a time fit into a cache. They are regions of one array. A window with
 * a single row, as most sessions are, has none; one with few keys is open-addressing; one with many
 * is direct, since keys are small numbers.
 */
export class KeyIndex {
  /** The places of a region hold row + 1, or 0. */
  #words = new Int32Array(FIRST_WORDS);
  #used = 1;
  /** Per window: 0 = no row; −1 − row = that one only; else the address of its region. */
  #roots = new Int32Array(FIRST_WINDOWS);
  #highestKey = 0;
  /** Regions that were outgrown, by the log2 of their places. */
  readonly #free: number[][] = [];

  /** The row of a key, or −1; `keys` has the key of row r at `stride × r`. */
  find(window: number, key: number, keys: Int32Array, stride: number): number {
    const root = window < this.#roots.length ? this.#roots[window]! : 0;
    if (root <= 0) return root < 0 && keys[stride * (-1 - root)] === key ? -1 - root : -1;
    const words = this.#words;
    const log = words[root]!;
    if (log >= DIRECT) {
      return key >>> (log - DIRECT) === 0 ? words[root + HEAD + key]! - 1 : -1;
    }
    const last = (1 << log) - 1;
    let at = Math.imul(key, GOLDEN) >>> (32 - log);
    for (;;) {
      const row = words[root + HEAD + at]! - 1;
      if (row < 0 || keys[stride * row] === key) return row;
      at = (at + 1) & last;
    }
  }

  /** Enters a row whose key has none in that window. */
  add(window: number, row: number, keys: Int32Array, stride: number): void {
    if (window >= this.#roots.length) this.#roots = twiceAsLong(this.#roots);
    const key = keys[stride * row]!;
    if (key >>> 0 > this.#highestKey) this.#highestKey = key >>> 0;
    const root = this.#roots[window]!;
    if (root === 0) {
      this.#roots[window] = -1 - row;
      return;
    }
    if (root < 0) {
      this.#roots[window] = this.#take(FIRST_LOG, 0);
      this.#put(this.#roots[window]!, -1 - root, keys[stride * (-1 - root)]!);
    } else if (!this.#hasRoom(root, key)) {
      this.#roots[window] = this.#widen(root, keys, stride);
    }
    this.#put(this.#roots[window]!, row, key);
  }

  /** Open addressing: at most three quarters full. */
  #hasRoom(region: number, key: number): boolean {
    const log = this.#words[region]!;
    if (log >= DIRECT) return key >>> (log - DIRECT) === 0;
    return 4 * this.#words[region + 1]! < 3 << log;
  }

  #put(region: number, row: number, key: number): void {
    const words = this.#words;
    const log = words[region]!;
    if (log >= DIRECT) {
      words[region + HEAD + key] = row + 1;
      return;
    }
    const last = (1 << log) - 1;
    let at = Math.imul(key, GOLDEN) >>> (32 - log);
    while (words[region + HEAD + at] !== 0) at = (at + 1) & last;
    words[region + HEAD + at] = row + 1;
    words[region + 1]!++;
  }

  #widen(region: number, keys: Int32Array, stride: number): number {
    const log = this.#words[region]! % DIRECT;
    const directLog = 32 - Math.clz32(this.#highestKey);
    const wide =
      directLog <= log + SPARSE_LOG
        ? this.#take(directLog, DIRECT)
        : this.#take(log + GROWTH_LOG, 0);
    const words = this.#words;
    const from = region + HEAD;
    for (let i = from; i < from + (1 << log); i++) {
      const row = words[i]! - 1;
      if (row >= 0) this.#put(wide, row, keys[stride * row]!);
    }
    words.fill(0, region, from + (1 << log));
    this.#free[log]!.push(region);
    return wide;
  }

  /** An empty region. */
  #take(log: number, kind: number): number {
    while (this.#free.length <= log) this.#free.push([]);
    let region = this.#free[log]!.pop();
    if (region === undefined) {
      region = this.#used;
      this.#used += HEAD + (1 << log);
      while (this.#used > this.#words.length) this.#words = twiceAsLong(this.#words);
    }
    this.#words[region] = log + kind;
    return region;
  }
}

function twiceAsLong(old: Int32Array): Int32Array<ArrayBuffer> {
  const long = new Int32Array(2 * old.length);
  long.set(old);
  return long;
}
