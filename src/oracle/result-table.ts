import { KeyIndex } from "./key-index.ts";
import { WindowNumbers } from "./window-numbers.ts";

/** Rows of a chunk, a power of two. Chunks are never copied, as one growing array would be. */
const CHUNK_LOG = 10;
const WITHIN: number = (1 << CHUNK_LOG) - 1;
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
  readonly #chunks: Int32Array[] = [];
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
    return this.#keys.find(this.#last, key);
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
    const found = this.#keys.find(window, key);
    return found < 0 ? this.#add(window, key) : found;
  }

  stage(row: number): number {
    return this.#windows.stage(this.#windowOf(row));
  }

  key(row: number): number {
    return this.#chunks[row >> CHUNK_LOG]![WORDS * (row & WITHIN)]!;
  }

  start(row: number): number {
    return this.#windows.start(this.#windowOf(row));
  }

  end(row: number): number {
    return this.#windows.end(this.#windowOf(row));
  }

  value(row: number): number {
    return this.#chunks[row >> CHUNK_LOG]![WORDS * (row & WITHIN) + VALUE]! >>> 0;
  }

  count(row: number): number {
    return this.#chunks[row >> CHUNK_LOG]![WORDS * (row & WITHIN) + COUNT]! >>> 0;
  }

  mark(row: number): number {
    return this.#chunks[row >> CHUNK_LOG]![WORDS * (row & WITHIN) + MARK]!;
  }

  setPayload(row: number, value: number, count: number): void {
    const chunk = this.#chunks[row >> CHUNK_LOG]!;
    const at = WORDS * (row & WITHIN);
    chunk[at + VALUE] = value;
    chunk[at + COUNT] = count;
  }

  /** The same for a result that was seen. */
  setSeen(row: number, mark: number, value: number, count: number): void {
    const chunk = this.#chunks[row >> CHUNK_LOG]!;
    const at = WORDS * (row & WITHIN);
    chunk[at + VALUE] = value;
    chunk[at + COUNT] = count;
    chunk[at + MARK] = mark;
  }

  #windowOf(row: number): number {
    return this.#chunks[row >> CHUNK_LOG]![WORDS * (row & WITHIN) + WINDOW]!;
  }

  #add(window: number, key: number): number {
    const row = this.#size++;
    const at = WORDS * (row & WITHIN);
    if (at === 0) this.#chunks.push(new Int32Array(WORDS << CHUNK_LOG));
    const chunk = this.#chunks[row >> CHUNK_LOG]!;
    chunk[at] = key;
    chunk[at + WINDOW] = window;
    this.#keys.add(window, key, row);
    return row;
  }
}
