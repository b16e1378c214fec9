const FIRST_CAPACITY = 1024;

/**
 * Results of windows and timers, known by (stage, key, start, end): digest, count and mark in
 * columns, found through an open-addressing index. About 42 bytes a result; nothing is removed.
 */
export class ResultTable {
  #size = 0;
  #stage = new Uint8Array(FIRST_CAPACITY);
  #key = new Int32Array(FIRST_CAPACITY);
  #start = new Float64Array(FIRST_CAPACITY);
  #end = new Float64Array(FIRST_CAPACITY);
  #value = new Uint32Array(FIRST_CAPACITY);
  #count = new Uint32Array(FIRST_CAPACITY);
  #mark = new Uint32Array(FIRST_CAPACITY);
  /** Row + 1, or 0; twice as long as the columns. */
  #index = new Int32Array(2 * FIRST_CAPACITY);

  /** Rows are 0 … size − 1, in the order of their making. */
  get size(): number {
    return this.#size;
  }

  /** The row of a result, or −1. */
  find(stage: number, key: number, start: number, end: number): number {
    return this.#index[this.#probe(stage, key, start, end)]! - 1;
  }

  /** The row of a result, made with digest 0, count 0 and no mark if there is none. */
  findOrAdd(stage: number, key: number, start: number, end: number): number {
    const at = this.#probe(stage, key, start, end);
    const found = this.#index[at]!;
    if (found !== 0) return found - 1;
    const row = this.#size++;
    this.#index[at] = row + 1;
    this.#stage[row] = stage;
    this.#key[row] = key;
    this.#start[row] = start;
    this.#end[row] = end;
    if (this.#size === this.#key.length) this.#grow();
    return row;
  }

  stage(row: number): number {
    return this.#stage[row]!;
  }

  key(row: number): number {
    return this.#key[row]!;
  }

  start(row: number): number {
    return this.#start[row]!;
  }

  end(row: number): number {
    return this.#end[row]!;
  }

  value(row: number): number {
    return this.#value[row]!;
  }

  count(row: number): number {
    return this.#count[row]!;
  }

  mark(row: number): number {
    return this.#mark[row]!;
  }

  setPayload(row: number, value: number, count: number): void {
    this.#value[row] = value;
    this.#count[row] = count;
  }

  setMark(row: number, mark: number): void {
    this.#mark[row] = mark;
  }

  /** Where the result stands in the index, or the free place where it would. */
  #probe(stage: number, key: number, start: number, end: number): number {
    const index = this.#index;
    const last = index.length - 1;
    let at = hash(stage, key, start, end) & last;
    for (;;) {
      const row = index[at]! - 1;
      if (
        row < 0 ||
        (this.#key[row] === key &&
          this.#start[row] === start &&
          this.#end[row] === end &&
          this.#stage[row] === stage)
      ) {
        return at;
      }
      at = (at + 1) & last;
    }
  }

  #grow(): void {
    const capacity = 2 * this.#key.length;
    this.#stage = wider(this.#stage, new Uint8Array(capacity));
    this.#key = wider(this.#key, new Int32Array(capacity));
    this.#start = wider(this.#start, new Float64Array(capacity));
    this.#end = wider(this.#end, new Float64Array(capacity));
    this.#value = wider(this.#value, new Uint32Array(capacity));
    this.#count = wider(this.#count, new Uint32Array(capacity));
    this.#mark = wider(this.#mark, new Uint32Array(capacity));
    this.#index = new Int32Array(2 * capacity);
    for (let row = 0; row < this.#size; row++) this.#enter(row);
  }

  /** Puts a row that is not in the index at the first free place. */
  #enter(row: number): void {
    const index = this.#index;
    const last = index.length - 1;
    const start = this.#start[row]!;
    let at = hash(this.#stage[row]!, this.#key[row]!, start, this.#end[row]!) & last;
    while (index[at] !== 0) at = (at + 1) & last;
    index[at] = row + 1;
  }
}

/** Event times differ in their low 32 bits within 49 days, and beyond that seldom clash. */
function hash(stage: number, key: number, start: number, end: number): number {
  let h = Math.imul(key ^ (stage << 28), 0x9e3779b1) ^ (start | 0);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b) ^ ((end - start) | 0);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function wider<T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(old: T, wide: T): T {
  wide.set(old);
  return wide;
}
