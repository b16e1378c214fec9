import type { Element } from "../operator/element.ts";

const ROW_BYTES = 46;

/**
 * Rows of output in columns, of fixed capacity; pooled, since a hand-over writes millions of them.
 * The fields are those of `Element`, with the time of the append and the output partition.
 */
export class RecordColumns {
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
    // One buffer for all: separate ones would cost more to make than the rows to write.
    const buffer = new ArrayBuffer(capacity * ROW_BYTES);
    this.at = new Float64Array(buffer, 0, capacity);
    this.id = new Float64Array(buffer, 8 * capacity, capacity);
    this.ts = new Float64Array(buffer, 16 * capacity, capacity);
    this.windowStart = new Float64Array(buffer, 24 * capacity, capacity);
    this.key = new Int32Array(buffer, 32 * capacity, capacity);
    this.value = new Uint32Array(buffer, 36 * capacity, capacity);
    this.count = new Uint32Array(buffer, 40 * capacity, capacity);
    this.partition = new Uint16Array(buffer, 44 * capacity, capacity);
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
}
