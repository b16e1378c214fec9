import type { Element } from "../operator/element.ts";

const SMALLEST = 64;

/**
 * Rows of output in columns, of fixed capacity; pooled, since a hand-over writes millions of them.
 * The fields are those of `Element`, with the time of the append and the output partition.
 */
export class RecordColumns {
  readonly capacity: number;
  readonly at: Float64Array;
  readonly partition: Uint16Array;
  readonly id: Float64Array;
  readonly ts: Float64Array;
  readonly key: Int32Array;
  readonly value: Uint32Array;
  readonly count: Uint32Array;
  readonly windowStart: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.at = new Float64Array(capacity);
    this.partition = new Uint16Array(capacity);
    this.id = new Float64Array(capacity);
    this.ts = new Float64Array(capacity);
    this.key = new Int32Array(capacity);
    this.value = new Uint32Array(capacity);
    this.count = new Uint32Array(capacity);
    this.windowStart = new Float64Array(capacity);
  }

  /** Appends one row; there must be room. */
  push(at: number, partition: number, element: Element): void {
    const row = this.length++;
    this.at[row] = at;
    this.partition[row] = partition;
    this.id[row] = element.id;
    this.ts[row] = element.ts;
    this.key[row] = element.key;
    this.value[row] = element.value;
    this.count[row] = element.count;
    this.windowStart[row] = element.windowStart;
  }

  /** Appends a copy of one row of other columns; there must be room. */
  take(from: RecordColumns, row: number): void {
    const to = this.length++;
    this.at[to] = from.at[row]!;
    this.partition[to] = from.partition[row]!;
    this.id[to] = from.id[row]!;
    this.ts[to] = from.ts[row]!;
    this.key[to] = from.key[row]!;
    this.value[to] = from.value[row]!;
    this.count[to] = from.count[row]!;
    this.windowStart[to] = from.windowStart[row]!;
  }

  /** Becomes a copy of columns that are no longer than its own. */
  copy(from: RecordColumns): void {
    this.at.set(from.at);
    this.partition.set(from.partition);
    this.id.set(from.id);
    this.ts.set(from.ts);
    this.key.set(from.key);
    this.value.set(from.value);
    this.count.set(from.count);
    this.windowStart.set(from.windowStart);
    this.length = from.length;
  }
}

/** Columns that are not in use, by capacity (64 times a power of two). */
export class ColumnPool {
  readonly #free: RecordColumns[][] = [];

  /** Empty columns of the smallest size. */
  take(): RecordColumns {
    return this.#ofLevel(0);
  }

  /** The same rows with twice the room; the full columns are back in the pool. */
  grow(full: RecordColumns): RecordColumns {
    const larger = this.#ofLevel(levelOf(full.capacity) + 1);
    larger.copy(full);
    this.giveBack(full);
    return larger;
  }

  giveBack(columns: RecordColumns): void {
    columns.length = 0;
    const level = levelOf(columns.capacity);
    while (this.#free.length <= level) this.#free.push([]);
    this.#free[level]!.push(columns);
  }

  #ofLevel(level: number): RecordColumns {
    return this.#free[level]?.pop() ?? new RecordColumns(SMALLEST * 2 ** level);
  }
}

function levelOf(capacity: number): number {
  return 31 - Math.clz32(capacity / SMALLEST);
}
