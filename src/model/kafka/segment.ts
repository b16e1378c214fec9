import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { Element } from "../operator/element.ts";
import type { Author } from "./author.ts";
import type { ColumnPool, RecordColumns } from "./record-columns.ts";

/** What became of the rows; `open` ones of a producer without transactions are committed at once. */
export type Fate = "open" | "committed" | "aborted";

/**
 * Rows of one author with one fate, over all partitions, in the order of their appends: the open
 * transaction first, then what of it the last stable offset still holds back.
 */
export class Segment {
  readonly author: Author;
  /** Order among segments of one producer. */
  readonly serial: number;
  fate: Fate = "open";
  columns: RecordColumns;
  /** Per partition: how many rows there are, and when the first was appended (Infinity: none). */
  readonly rowsIn: Float64Array;
  readonly firstAt: Float64Array;
  /** Rows before this one were shown to read_uncommitted readers. */
  shown = 0;
  /** Rows in partitions that were held back are dealt with once a step. */
  isChosen = false;
  readonly #pool: ColumnPool;

  constructor(author: Author, serial: number, partitions: number, pool: ColumnPool) {
    this.author = author;
    this.serial = serial;
    this.rowsIn = new Float64Array(partitions);
    this.firstAt = new Float64Array(partitions).fill(Number.POSITIVE_INFINITY);
    this.#pool = pool;
    this.columns = pool.take(0);
  }

  get isTransactional(): boolean {
    return this.author.transaction >= 0;
  }

  /** Hot path: one row of a partition in which the segment has been entered. */
  append(at: SimTime, partition: number, element: Element): void {
    let columns = this.columns;
    const { length } = columns;
    assert(length === 0 || columns.at[length - 1]! <= at, "a producer appends in order of time");
    if (length === columns.capacity) {
      columns = this.#pool.grow(columns);
      this.columns = columns;
    }
    columns.push(at, partition, element);
    this.rowsIn[partition]!++;
  }

  /** Keeps the rows for which `keeps` holds, and gives the columns back when none is left. */
  retain(keeps: (partition: number, at: SimTime) => boolean): void {
    const { columns, rowsIn, firstAt } = this;
    const { at, partition, length } = columns;
    rowsIn.fill(0);
    firstAt.fill(Number.POSITIVE_INFINITY);
    columns.length = 0;
    for (let row = 0; row < length; row++) {
      const p = partition[row]!;
      const t = at[row]!;
      if (!keeps(p, t)) continue;
      if (rowsIn[p]!++ === 0) firstAt[p] = t;
      columns.take(columns, row);
    }
    this.shown = columns.length;
    this.#shrink();
  }

  /** Moves the rows in hand (of one partition, or all) into a new segment of the given fate. */
  split(fate: Fate, serial: number, only?: number): Segment {
    const author = this.author;
    const part = new Segment(author, serial, this.rowsIn.length, this.#pool);
    part.fate = fate;
    const { columns } = this;
    part.columns = this.#pool.take(columns.length);
    for (let row = 0; row < columns.length; row++) {
      const p = columns.partition[row]!;
      if (only !== undefined && p !== only) continue;
      if (part.rowsIn[p]!++ === 0) part.firstAt[p] = columns.at[row]!;
      part.columns.take(columns, row);
    }
    part.shown = part.columns.length;
    return part;
  }

  /** Empties the columns; what was counted stays. */
  clear(): void {
    this.columns.length = 0;
    this.shown = 0;
  }

  /** The end of the segment's rows. */
  recycle(): void {
    this.#pool.giveBack(this.columns);
    this.columns = this.#pool.take(0);
    this.rowsIn.fill(0);
    this.firstAt.fill(Number.POSITIVE_INFINITY);
  }

  #shrink(): void {
    const { columns } = this;
    if (columns.length * 4 > columns.capacity || columns.capacity <= 64) return;
    const smaller = this.#pool.take(columns.length);
    for (let row = 0; row < columns.length; row++) smaller.take(columns, row);
    this.#pool.giveBack(columns);
    this.columns = smaller;
  }
}
