const EVENT = 0x2c1b3c6d;
const NOTE = 0x297a2d39;

/**
 * A rolling hash (two lanes of 32 bits) over all that happens in a run, in order. Two runs with the
 * same fingerprint did the same; about 10 ns an event, so it is never off.
 */
export class Fingerprint {
  readonly #doubles = new Float64Array(3);
  readonly #words = new Uint32Array(this.#doubles.buffer);
  #first = 0x243f6a88;
  #second = 0x85a308d3;

  /** Mixes one event in. The numbers may be any doubles but NaN; −0 counts as 0. */
  event(time: number, phase: number, component: number, kind: number, a: number, b: number): void {
    this.#mix(EVENT ^ Math.imul(kind, 0x9e3779b1) ^ ((component << 3) | phase), time, a, b);
  }

  /** Mixes a fact in that is not an event. */
  note(a: number, b: number): void {
    this.#mix(NOTE, 0, a, b);
  }

  /** Sixteen hexadecimal digits for everything so far. */
  digest(): string {
    const first = finish(this.#first ^ Math.imul(this.#second, 0x9e3779b1));
    const second = finish(this.#second ^ Math.imul(first, 0x85ebca6b));
    return hex(first) + hex(second);
  }

  #mix(head: number, x: number, y: number, z: number): void {
    const doubles = this.#doubles;
    const words = this.#words;
    doubles[0] = x + 0;
    doubles[1] = y + 0;
    doubles[2] = z + 0;
    let first = this.#first ^ head;
    let second = this.#second + head;
    for (let i = 0; i < 6; i += 2) {
      const low = words[i]!;
      const high = words[i + 1]!;
      first = Math.imul(first ^ low, 0xcc9e2d51);
      second = Math.imul(second ^ high, 0x1b873593);
      first = ((first << 15) | (first >>> 17)) + high;
      second = ((second << 13) | (second >>> 19)) + low;
    }
    this.#first = Math.imul(first, 0x85ebca6b) ^ (second >>> 15);
    this.#second = Math.imul(second, 0xc2b2ae35) ^ (first >>> 13);
  }
}

function finish(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}
