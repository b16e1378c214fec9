const FIRST_CAPACITY = 1024;
const FREE = -1;

/**
 * The last place of each sequence that should rise: of a key, an output partition and a source
 * (an input partition, or a stage's results). Open addressing; grows at half load.
 */
export class SequenceTable {
  #size = 0;
  #mask: number = FIRST_CAPACITY - 1;
  /** Two words an entry: the key, and output partition << 16 | source (FREE = −1). */
  #names = new Int32Array(2 * FIRST_CAPACITY).fill(FREE);
  #last = new Float64Array(FIRST_CAPACITY);

  get size(): number {
    return this.#size;
  }

  /** Whether the sequence is already beyond `place`; if not, moves it there. */
  isBehind(key: number, partition: number, source: number, place: number): boolean {
    const at = this.#probe(key, (partition << 16) | source);
    if (this.#names[2 * at + 1] === FREE) {
      this.#open(at, key, (partition << 16) | source, place);
      return false;
    }
    if (place < this.#last[at]!) return true;
    this.#last[at] = place;
    return false;
  }

  /** How far the sequence has come; −Infinity if it has not begun. */
  last(key: number, partition: number, source: number): number {
    const at = this.#probe(key, (partition << 16) | source);
    return this.#names[2 * at + 1] === FREE ? Number.NEGATIVE_INFINITY : this.#last[at]!;
  }

  #open(at: number, key: number, lane: number, place: number): void {
    this.#names[2 * at] = key;
    this.#names[2 * at + 1] = lane;
    this.#last[at] = place;
    this.#size++;
    if (this.#size * 2 > this.#last.length) this.#grow();
  }

  #probe(key: number, lane: number): number {
    const names = this.#names;
    const mask = this.#mask;
    const hash = Math.imul(key ^ Math.imul(lane, 0x85ebca6b), 0x9e3779b1);
    let at = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const there = names[2 * at + 1]!;
      if (there === FREE || (there === lane && names[2 * at] === key)) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const names = this.#names;
    const last = this.#last;
    const capacity = 2 * last.length;
    this.#mask = capacity - 1;
    this.#names = new Int32Array(2 * capacity).fill(FREE);
    this.#last = new Float64Array(capacity);
    for (let i = 0; i < last.length; i++) {
      const lane = names[2 * i + 1]!;
      if (lane === FREE) continue;
      const at = this.#probe(names[2 * i]!, lane);
      this.#names[2 * at] = names[2 * i]!;
      this.#names[2 * at + 1] = lane;
      this.#last[at] = last[i]!;
    }
  }
}
