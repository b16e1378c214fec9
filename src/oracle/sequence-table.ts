const FIRST_CAPACITY = 1024;
const FREE = -1;

/**
 * The last place of each sequence that should rise: of a key, an output partition and a source (an
 * input partition, or a stage's results). Open addressing; grows at half load.
 */
export class SequenceTable {
  #size = 0;
  #key = new Int32Array(FIRST_CAPACITY);
  /** Output partition << 16 | source; FREE = −1. */
  #lane = new Int32Array(FIRST_CAPACITY).fill(FREE);
  #last = new Float64Array(FIRST_CAPACITY);

  get size(): number {
    return this.#size;
  }

  /** Moves the sequence to `place` unless it is already beyond it; returns where it was (−Infinity = new). */
  advance(key: number, partition: number, source: number, place: number): number {
    const lane = (partition << 16) | source;
    const at = this.#probe(key, lane);
    if (this.#lane[at] === FREE) {
      this.#key[at] = key;
      this.#lane[at] = lane;
      this.#last[at] = place;
      this.#size++;
      if (this.#size * 2 > this.#key.length) this.#grow();
      return Number.NEGATIVE_INFINITY;
    }
    const last = this.#last[at]!;
    if (place > last) this.#last[at] = place;
    return last;
  }

  #probe(key: number, lane: number): number {
    const mask = this.#key.length - 1;
    let at = Math.imul(key ^ Math.imul(lane, 0x85ebca6b), 0x9e3779b1);
    at = (at ^ (at >>> 15)) & mask;
    while (this.#lane[at] !== FREE && (this.#lane[at] !== lane || this.#key[at] !== key)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  #grow(): void {
    const key = this.#key;
    const lane = this.#lane;
    const last = this.#last;
    const capacity = 2 * key.length;
    this.#key = new Int32Array(capacity);
    this.#lane = new Int32Array(capacity).fill(FREE);
    this.#last = new Float64Array(capacity);
    for (let i = 0; i < key.length; i++) {
      if (lane[i] === FREE) continue;
      const at = this.#probe(key[i]!, lane[i]!);
      this.#key[at] = key[i]!;
      this.#lane[at] = lane[i]!;
      this.#last[at] = last[i]!;
    }
  }
}
