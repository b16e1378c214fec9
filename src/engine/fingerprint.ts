/**
 * A rolling hash (two lanes of 32 bits) over all that happens in a run, in order. Two runs with the
 * same fingerprint did the same; about 3 ns an event, so it is never off.
 */
export class Fingerprint {
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);
  #first = 0x243f6a88;
  #second = -0x7a5cf72d;

  /**
   * Mixes one event in: its time, its head (component, phase and kind in 32 bits) and its two
   * numbers, any doubles but NaN; −0 counts as 0.
   */
  event(time: number, head: number, a: number, b: number): void {
    const wordOfTime = time | 0;
    const wordOfA = a | 0;
    const wordOfB = b | 0;
    const x = Math.imul(this.#first ^ wordOfTime, 0xcc9e2d51);
    const y = Math.imul(this.#second ^ head, 0x1b873593);
    const first = Math.imul(((x << 15) | (x >>> 17)) ^ (y >>> 7) ^ wordOfA, 0x85ebca6b);
    const second = Math.imul(((y << 13) | (y >>> 19)) ^ x ^ wordOfB, 0xc2b2ae35);
    this.#first = first ^ (second >>> 15);
    this.#second = second ^ first ^ (first >>> 13);
    if (wordOfTime !== time) this.#mix(time, 1);
    if (wordOfA !== a) this.#mix(a, 2);
    if (wordOfB !== b) this.#mix(b, 3);
  }

  /** Mixes a fact in that is not an event. */
  note(a: number, b: number): void {
    this.#mix(a, 4);
    this.#mix(b, 5);
  }

  /** Sixteen hexadecimal digits for everything so far. */
  digest(): string {
    const first = finish(this.#first ^ Math.imul(this.#second, 0x9e3779b1));
    const second = finish(this.#second ^ Math.imul(first, 0x85ebca6b));
    return hex(first) + hex(second);
  }

  /** For a number that one word does not hold, or may not. */
  #mix(value: number, place: number): void {
    this.#double[0] = value + 0;
    const first = Math.imul(this.#first ^ this.#words[0]! ^ place, 0xcc9e2d51);
    const second = Math.imul(this.#second ^ this.#words[1]!, 0x1b873593);
    this.#first = Math.imul((first << 15) | (first >>> 17), 0x85ebca6b) ^ (second >>> 15);
    this.#second = Math.imul((second << 13) | (second >>> 19), 0xc2b2ae35) ^ (first >>> 13) ^ first;
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
