const FIRST_CAPACITY = 256;

/**
 * The last place of each sequence that should rise: of a key, an output partition and a source
 * (an input partition, or a stage's results). Open addressing; at most three quarters full.
 */
export class SequenceTable {
  #size = 0;
  #mask: number = FIRST_CAPACITY - 1;
  /** Two doubles an entry, side by side: its name as two words, and the last place. */
  #places = new Float64Array(2 * FIRST_CAPACITY);
  /** The same memory: the key, and (output partition << 16 | source) + 1, where 0 = free. */
  #names = new Int32Array(this.#places.buffer);

  get size(): number {
    return this.#size;
  }

  /** Whether the sequence is already beyond `place`; if not, moves it there. */
  isBehind(key: number, partition: number, source: number, place: number): boolean {
    const lane = laneOf(partition, source);
    const at = this.#probe(key, lane);
    if (this.#names[4 * at + 1] === 0) {
      this.#open(at, key, lane, place);
      return false;
    }
    if (place < this.#places[2 * at + 1]!) return true;
    this.#places[2 * at + 1] = place;
    return false;
  }

  /** How far the sequence has come; −Infinity if it has not begun. */
  last(key: number, partition: number, source: number): number {
    const at = this.#probe(key, laneOf(partition, source));
    return this.#names[4 * at + 1] === 0 ? Number.NEGATIVE_INFINITY : this.#places[2 * at + 1]!;
  }

  #open(at: number, key: number, lane: number, place: number): void {
    this.#names[4 * at] = key;
    this.#names[4 * at + 1] = lane;
    this.#places[2 * at + 1] = place;
    this.#size++;
    if (this.#size * 8 > this.#places.length * 3) this.#grow();
  }

  #probe(key: number, lane: number): number {
    const names = this.#names;
    const mask = this.#mask;
    const hash = Math.imul(key ^ Math.imul(lane, 0x85ebca6b), 0x9e3779b1);
    let at = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const there = names[4 * at + 1]!;
      if (there === 0 || (there === lane && names[4 * at] === key)) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const [places, names] = [this.#places, this.#names];
    this.#places = new Float64Array(2 * places.length);
    this.#names = new Int32Array(this.#places.buffer);
    this.#mask = this.#places.length / 2 - 1;
    for (let i = 0; 2 * i < places.length; i++) {
      const lane = names[4 * i + 1]!;
      if (lane === 0) continue;
      const at = this.#probe(names[4 * i]!, lane);
      this.#names[4 * at] = names[4 * i]!;
      this.#names[4 * at + 1] = lane;
      this.#places[2 * at + 1] = places[2 * i + 1]!;
    }
  }
}

function laneOf(partition: number, source: number): number {
  return ((partition << 16) | source) + 1;
}
