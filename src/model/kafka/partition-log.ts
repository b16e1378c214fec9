import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import { type LogSegment, SEGMENT_ROWS, type SegmentPool } from "./log-segment.ts";
import type { ProducerStates } from "./producer-states.ts";
import type { RecordColumns } from "./record-columns.ts";
import { HOLDING, REGISTERED, type Writer } from "./writer.ts";

const WITHIN = SEGMENT_ROWS - 1;

/** Hears rows `from` … `to` − 1 of a partition, which became visible. */
export type OnVisible = (
  rows: RecordColumns,
  from: number,
  to: number,
  writer: Writer,
  visibleAt: SimTime,
) => void;

/** A transaction with rows in this partition: where they begin. */
interface Holder {
  writer: Writer;
  readonly row: number;
  readonly offset: number;
}

/** A commit or abort marker; it takes one offset (S12). */
export interface Marker {
  readonly offset: number;
  readonly producerId: number;
  readonly kind: "commit" | "abort";
}

/**
 * The log of one output partition, in its settled order, and how far its readers can see.
 *
 * S12: read_committed readers come as far as the last stable offset, the first offset of the earliest
 * transaction that is open in this partition. Rows that they have seen are dropped unless `exact`.
 */
export class PartitionLog {
  readonly partition: number;
  /** Rows are to be looked at again: something was appended or has ended. */
  isTouched = false;
  /** The exact broker's record of producers and markers. */
  readonly producers: ProducerStates | undefined;
  readonly markers: Marker[] = [];
  readonly #pool: SegmentPool;
  readonly #readsUncommitted: boolean;
  readonly #segments: LogSegment[] = [];
  /** Segments that were dropped at the front. */
  #dropped = 0;
  #rows = 0;
  #shown = 0;
  #end = 0;
  /** In the order of their first offset here; those that have ended leave at the front. */
  readonly #holders: Holder[] = [];
  readonly #writers: readonly Writer[];

  constructor(options: {
    readonly partition: number;
    readonly pool: SegmentPool;
    readonly readsUncommitted: boolean;
    readonly producers: ProducerStates | undefined;
    /** The broker's list, by index. */
    readonly writers: readonly Writer[];
  }) {
    this.partition = options.partition;
    this.#pool = options.pool;
    this.#readsUncommitted = options.readsUncommitted;
    this.producers = options.producers;
    this.#writers = options.writers;
  }

  /** Offset behind the last record or marker: the high watermark. */
  get end(): number {
    return this.#end;
  }

  /** The last stable offset. */
  get lastStable(): number {
    return this.#firstHolder()?.offset ?? this.#end;
  }

  /** The transaction that holds the last stable offset back. */
  get heldBy(): Writer | undefined {
    return this.#firstHolder()?.writer;
  }

  /** Hot path: the next row in log order. */
  append(from: RecordColumns, row: number, writer: Writer): void {
    const within = this.#rows & WITHIN;
    if (within === 0) this.#segments.push(this.#pool.take());
    const segment = this.#segments[this.#segments.length - 1]!;
    segment.rows.take(from, row);
    segment.writer[within] = writer.index;
    if (this.producers !== undefined) {
      segment.offset[within] = this.#end;
      this.producers.append(writer.author, this.#end);
    }
    if (writer.fate === "open" && writer.standing[this.partition] !== HOLDING) {
      writer.standing[this.partition] = HOLDING;
      this.#holders.push({ writer, row: this.#rows, offset: this.#end });
    }
    this.#rows++;
    this.#end++;
  }

  /** Writes the marker that ends what the producer has open here. */
  mark(kind: Marker["kind"], producerId: number, epoch: number): void {
    if (this.producers !== undefined) {
      this.markers.push({ offset: this.#end, producerId, kind });
      this.producers.mark(producerId, epoch);
    }
    this.#end++;
  }

  /** The rows of `writer` here become those of `heir`, which is aborted: the rest goes on (S12). */
  disinherit(writer: Writer, heir: Writer): void {
    const holder = this.#holders.find((one) => one.writer === writer);
    assert(holder !== undefined, "the transaction has rows in the partition");
    holder.writer = heir;
    writer.standing[this.partition] = REGISTERED;
    for (let row = holder.row; row < this.#rows; row++) {
      const segment = this.#segments[this.#segmentOf(row)]!;
      if (segment.writer[row & WITHIN] === writer.index) segment.writer[row & WITHIN] = heir.index;
    }
  }

  /** Rows that nobody held back when they were appended: each visible as of its own time. */
  showAsAppended(hear: OnVisible): void {
    this.#show(hear, undefined);
  }

  /** Rows that come into sight now, as a transaction ended. */
  show(hear: OnVisible, now: SimTime): void {
    this.#show(hear, now);
  }

  #show(hear: OnVisible, now: SimTime | undefined): void {
    this.isTouched = false;
    const to = this.#readsUncommitted ? this.#rows : (this.#firstHolder()?.row ?? this.#rows);
    while (this.#shown < to) {
      const segment = this.#segments[this.#segmentOf(this.#shown)]!;
      const from = this.#shown & WITHIN;
      const end = runEnd(segment, from, Math.min(SEGMENT_ROWS, from + to - this.#shown), now);
      this.#shown += end - from;
      const writer = this.#writers[segment.writer[from]!]!;
      if (this.#readsUncommitted || writer.fate === "committed") {
        hear(segment.rows, from, end, writer, now ?? segment.rows.at[from]!);
      }
      if (end === SEGMENT_ROWS && this.producers === undefined) this.#drop();
    }
  }

  #drop(): void {
    this.#pool.giveBack(this.#segments.shift()!);
    this.#dropped++;
  }

  #segmentOf(row: number): number {
    return Math.floor(row / SEGMENT_ROWS) - this.#dropped;
  }

  #firstHolder(): Holder | undefined {
    const holders = this.#holders;
    while (holders.length > 0 && holders[0]!.writer.fate !== "open") holders.shift();
    return holders[0];
  }
}

/** A run has one writer and, where rows are visible as of their own time, one time. */
function runEnd(
  segment: LogSegment,
  from: number,
  limit: number,
  now: SimTime | undefined,
): number {
  const { writer, rows } = segment;
  const first = writer[from];
  let end = from + 1;
  if (now !== undefined) {
    while (end < limit && writer[end] === first) end++;
    return end;
  }
  const { at } = rows;
  const time = at[from];
  while (end < limit && writer[end] === first && at[end] === time) end++;
  return end;
}
