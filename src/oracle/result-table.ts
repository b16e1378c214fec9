import { KeyIndex } from "./key-index.ts";
import { WindowNumbers } from "./window-numbers.ts";

const FIRST_ROWS = 1024;
/** Words of a row: key, window, digest, count and mark, side by side in one cache line. */
const WORDS = 5;
const WINDOW = 1;
const VALUE = 2;
const COUNT = 3;
const MARK = 4;

/**
 * Results of windows and timers, known by (stage, key, start, end): digest, count and mark. About
 * 40 bytes a result; nothing is removed. Fast for those who come window by window.
 */
export class ResultTable {
  #size = 0;
  #rows = new Int32Array(WORDS * FIRST_ROWS);
  readonly #windows = new WindowNumbers();
  readonly #keys = new KeyIndex();
  /** The window that was named last. */
  #last = 0;

  /** Rows are 0 … size − 1, in the order of their making. */
  get size(): number {
    return this.#size;
  }

  /** The row of a result, or −1. */
  find(stage: number, key: number, start: number, end: number): number {
    if (!this.#windows.is(this.#last, stage, start, end)) {
      const window = this.#windows.find(stage, start, end);
      if (window < 0) return -1;
      this.#last = window;
    }
    return this.#keys.find(this.#last, key, this.#rows, WORDS);
  }

  /** The row of a result, made with digest 0, count 0 and no mark if there is none. */
  findOrAdd(stage: number, key: number, start: number, end: number): number {
    return this.rowOf(this.window(stage, start, end), key);
  }

  /** The number of a window, for `rowOf`. */
  window(stage: number, start: number, end: number): number {
    const windows = this.#windows;
    if (windows.size > 0 && windows.is(this.#last, stage, start, end)) return this.#last;
    const found = windows.find(stage, start, end);
    this.#last = found < 0 ? windows.add(stage, start, end) : found;
    return this.#last;
  }

  /** As `findOrAdd`, in a window of that number. */
  rowOf(window: number, key: number): number {
    const found = this.#keys.find(window, key, this.#rows, WORDS);
    return found < 0 ? this.#add(window, key) : found;
  }

  stage(row: number): number {
    return this.#windows.stage(this.#windowOf(row));
  }

  key(row: number): number {
    return this.#rows[WORDS * row]!;
  }

  start(row: number): number {
    return this.#windows.start(this.#windowOf(row));
  }

  end(row: number): number {
    return this.#windows.end(this.#windowOf(row));
  }

  value(row: number): number {
    return this.#rows[WORDS * row + VALUE]! >>> 0;
  }

  count(row: number): number {
    return this.#rows[WORDS * row + COUNT]! >>> 0;
  }

  mark(row: number): number {
    return this.#rows[WORDS * row + MARK]!;
  }

  setPayload(row: number, value: number, count: number): void {
    this.#rows[WORDS * row + VALUE] = value;
    this.#rows[WORDS * row + COUNT] = count;
  }

  setMark(row: number, mark: number): void {
    this.#rows[WORDS * row + MARK] = mark;
  }

  #windowOf(row: number): number {
    return this.#rows[WORDS * row + WINDOW]!;
  }

  #add(window: number, key: number): number {
    const row = this.#size++;
    if (WORDS * row === this.#rows.length) this.#grow();
    this.#rows[WORDS * row] = key;
    this.#rows[WORDS * row + WINDOW] = window;
    this.#keys.add(window, row, this.#rows, WORDS);
    return row;
  }

  #grow(): void {
    const wide = new Int32Array(2 * this.#rows.length);
    wide.set(this.#rows);
    this.#rows = wide;
  }
}
