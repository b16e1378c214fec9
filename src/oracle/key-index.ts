const FIRST_WINDOWS = 64;
const FIRST_WORDS = 1024;
/** Log2 of the places of a first region, and of the factor by which one grows. */
const FIRST_LOG = 2;
const GROWTH_LOG = 2;
/** A window turns direct when so few places fall to each of its rows, or when there are so few. */
const SPARSE = 16;
const FEW = 128;
/** Stands for the address of a region where there is none because the window is direct. */
const DIRECT = 0x7fff_ffff;
/** Multiplying by it spreads neighbouring keys evenly (Knuth's Fibonacci hashing). */
const GOLDEN = 0x9e3779b1;

/**
 * Which row a key has in a window. Each window has a table of its own, since results come window by
 * window: the tables in use at a time fit into a cache. A window with a single row, as most sessions
 * are, needs none; one with few keys has an open-addressing region in an array that all share; one
 * with many is direct, a row for each key, since keys are small numbers.
 */
export class KeyIndex {
  /**
   * Two words a window: 0 = no row; −1 − row of its only row, and the key; DIRECT, and its place in
   * `#direct`; else the address of its region, and how many rows are there.
   */
  #roots = new Int32Array(2 * FIRST_WINDOWS);
  readonly #direct: RowsByKey[] = [];
  readonly #slabs = new Slabs();
  /** A region: the log2 of its places; then for each place a key, and its row + 1, or 0. */
  #words: Int32Array = new Int32Array(0);
  #used = 1;
  #highestKey = 0;
  /** Regions that were outgrown, by the log2 of their places. */
  readonly #free: number[][] = [];

  /** The row of a key, or −1. */
  find(window: number, key: number): number {
    const roots = this.#roots;
    if (2 * window >= roots.length) return -1;
    const root = roots[2 * window]!;
    const more = roots[2 * window + 1]!;
    if (root === DIRECT) {
      const rows = this.#direct[more]!;
      return key >>> 0 < rows.length ? rows.words[rows.from + key]! - 1 : -1;
    }
    if (root <= 0) return root < 0 && more === key ? -1 - root : -1;
    return this.#words[this.#placeOf(root, key) + 1]! - 1;
  }

  /** Enters the row of a key that has none in that window. */
  add(window: number, key: number, row: number): void {
    if (2 * window >= this.#roots.length) this.#roots = twiceAsLong(this.#roots);
    if (key >>> 0 > this.#highestKey) this.#highestKey = key >>> 0;
    const root = this.#roots[2 * window]!;
    if (root === 0) {
      this.#roots[2 * window] = -1 - row;
      this.#roots[2 * window + 1] = key;
    } else if (root === DIRECT) {
      this.#addDirectly(this.#roots[2 * window + 1]!, key, row);
    } else {
      this.#addToRegion(window, key, row);
    }
  }

  #addDirectly(number: number, key: number, row: number): void {
    let rows = this.#direct[number]!;
    if (key >= rows.length) {
      const long = this.#slabs.take(Math.max(this.#highestKey + 1, 2 * rows.length));
      for (let i = 0; i < rows.length; i++) long.words[long.from + i] = rows.words[rows.from + i]!;
      this.#direct[number] = long;
      rows = long;
    }
    rows.words[rows.from + key] = row + 1;
  }

  #addToRegion(window: number, key: number, row: number): void {
    const roots = this.#roots;
    const root = roots[2 * window]!;
    const more = roots[2 * window + 1]!;
    if (root < 0) {
      roots[2 * window] = this.#take(FIRST_LOG);
      roots[2 * window + 1] = 1;
      this.#put(roots[2 * window]!, more, -1 - root);
    } else if (4 * more >= 3 << this.#words[root]!) {
      // Three quarters full.
      if (this.#highestKey < Math.max(FEW, SPARSE * more)) {
        this.#turnDirect(window, root);
        this.#addDirectly(roots[2 * window + 1]!, key, row);
        return;
      }
      roots[2 * window] = this.#widen(root);
    }
    roots[2 * window + 1]!++;
    this.#put(roots[2 * window]!, key, row);
  }

  /** The address of a key in a region, or of the free place where it would be. */
  #placeOf(region: number, key: number): number {
    const words = this.#words;
    const log = words[region]!;
    const last = (1 << log) - 1;
    let at = Math.imul(key, GOLDEN) >>> (32 - log);
    for (;;) {
      const address = region + 1 + 2 * at;
      if (words[address + 1] === 0 || words[address] === key) return address;
      at = (at + 1) & last;
    }
  }

  #put(region: number, key: number, row: number): void {
    const address = this.#placeOf(region, key);
    this.#words[address] = key;
    this.#words[address + 1] = row + 1;
  }

  #turnDirect(window: number, region: number): void {
    this.#roots[2 * window] = DIRECT;
    this.#roots[2 * window + 1] = this.#direct.length;
    const rows = this.#slabs.take(this.#highestKey + 1);
    this.#direct.push(rows);
    const { words, from } = rows;
    this.#giveBack(region, (key, row) => {
      words[from + key] = row + 1;
    });
  }

  #widen(region: number): number {
    const wide = this.#take(this.#words[region]! + GROWTH_LOG);
    this.#giveBack(region, (key, row) => {
      this.#put(wide, key, row);
    });
    return wide;
  }

  /** Empties a region that was outgrown, so that it can be taken again. */
  #giveBack(region: number, move: (key: number, row: number) => void): void {
    const words = this.#words;
    const log = words[region]!;
    const end = region + 1 + (2 << log);
    for (let at = region + 1; at < end; at += 2) {
      if (words[at + 1] !== 0) move(words[at]!, words[at + 1]! - 1);
    }
    words.fill(0, region, end);
    this.#free[log]!.push(region);
  }

  /** An empty region. */
  #take(log: number): number {
    while (this.#free.length <= log) this.#free.push([]);
    let region = this.#free[log]!.pop();
    if (region === undefined) {
      region = this.#used;
      this.#used += 1 + (2 << log);
      if (this.#words.length === 0) this.#words = new Int32Array(FIRST_WORDS);
      while (this.#used > this.#words.length) this.#words = twiceAsLong(this.#words);
    }
    this.#words[region] = log;
    return region;
  }
}

/** Row + 1, or 0, of each key below `length`: `words[from + key]`. */
interface RowsByKey {
  readonly words: Int32Array;
  readonly from: number;
  readonly length: number;
}

const FIRST_SLAB = 1024;
const LARGEST_SLAB = 0x1_0000;

/** Memory in few pieces, as a typed array for each window would be dear; none is moved. */
class Slabs {
  #slab = new Int32Array(0);
  #used = 0;

  take(length: number): RowsByKey {
    if (this.#used + length > this.#slab.length) {
      const next = Math.min(LARGEST_SLAB, Math.max(FIRST_SLAB, 2 * this.#slab.length));
      this.#slab = new Int32Array(Math.max(length, next));
      this.#used = 0;
    }
    const from = this.#used;
    this.#used += length;
    return { words: this.#slab, from, length };
  }
}

function twiceAsLong(old: Int32Array): Int32Array<ArrayBuffer> {
  const long = new Int32Array(2 * old.length);
  long.set(old);
  return long;
}
