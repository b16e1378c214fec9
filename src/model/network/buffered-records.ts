import type { Element } from "../operator/element.ts";

/** A record is two doubles (id, ts; NaN = none) and, in the third one's place, two words. */
const DOUBLES = 3;
/** What is rare has columns of its own: count, windowStart. */
const RARE = 2;
const FIRST = 16;
const NONE = new Float64Array(0);
const NO_WORDS = new Uint32Array(0);

/**
 * Records side by side. Most come straight from a source: they count one and stand in no window, and
 * only for others there are columns that say so.
 */
export class BufferedRecords {
  length = 0;
  #doubles = NONE;
  /** The same memory: key and value are the words 4 and 5 of a record's six. */
  #words = NO_WORDS;
  #rare = NONE;
  #hasRare = false;

  /** It has room for records already. */
  get isWide(): boolean {
    return this.#doubles.length > 0;
  }

  /** `expected`: how many records will hardly be exceeded. */
  append(element: Element, expected: number): void {
    const at = this.length * DOUBLES;
    if (at === this.#doubles.length) this.#grow(expected);
    const doubles = this.#doubles;
    const words = this.#words;
    doubles[at] = element.id;
    doubles[at + 1] = element.hasTimestamp ? element.ts : Number.NaN;
    words[at * 2 + 4] = element.key;
    words[at * 2 + 5] = element.value;
    if (this.#hasRare || element.count !== 1 || element.windowStart !== 0)
      this.#appendRare(element);
    this.length++;
  }

  /** Puts record `i` into the register. */
  load(i: number, element: Element): void {
    const at = i * DOUBLES;
    const doubles = this.#doubles;
    const words = this.#words;
    const ts = doubles[at + 1]!;
    element.id = doubles[at]!;
    element.hasTimestamp = !Number.isNaN(ts);
    element.ts = ts;
    element.key = words[at * 2 + 4]!;
    element.value = words[at * 2 + 5]!;
    element.count = this.#hasRare ? this.#rare[i * RARE]! : 1;
    element.windowStart = this.#hasRare ? this.#rare[i * RARE + 1]! : 0;
  }

  idAt(i: number): number {
    return this.#doubles[i * DOUBLES]!;
  }

  clear(): void {
    this.length = 0;
    this.#hasRare = false;
  }

  #appendRare(element: Element): void {
    const room = (this.#doubles.length / DOUBLES) * RARE;
    if (this.#rare.length < room) {
      const grown = new Float64Array(room);
      grown.set(this.#rare);
      this.#rare = grown;
    }
    const rare = this.#rare;
    if (!this.#hasRare) {
      this.#hasRare = true;
      for (let i = 0; i < this.length; i++) {
        rare[i * RARE] = 1;
        rare[i * RARE + 1] = 0;
      }
    }
    rare[this.length * RARE] = element.count;
    rare[this.length * RARE + 1] = element.windowStart;
  }

  #grow(expected: number): void {
    const room = this.#doubles.length / DOUBLES;
    const doubled = Math.max(FIRST, room * 2);
    const grown = new Float64Array(
      DOUBLES * (room < expected ? Math.min(doubled, expected) : doubled),
    );
    grown.set(this.#doubles);
    this.#doubles = grown;
    this.#words = new Uint32Array(grown.buffer);
  }
}
