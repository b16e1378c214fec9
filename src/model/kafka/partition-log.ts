import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { ProducerStates } from "./producer-states.ts";
import type { RecordColumns } from "./record-columns.ts";
import { type RowChunk, type RowChunks, rowOf } from "./row-chunks.ts";
import { HOLDING, REGISTERED, type Writer } from "./writer.ts";

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
  /** Counted from the beginning of the log. */
  readonly row: number;
  readonly offset: number;
}

/**
 * The log of one output partition, in its settled order, and how far its readers can see.
 *
 * S12: read_committed readers come as far as the last stable offset, the first offset of the earliest
 * transaction that is open in this partition. Rows that they have passed are dropped unless the
 * broker is `exact`. A commit or abort marker takes one offset and nothing else.
 */
export class PartitionLog {
  readonly partition: number;
  /** Rows were appended since readers were last shown what there is. */
  isTouched = false;
  /** Of the exact broker alone. */
  readonly producers: ProducerStates | undefined;
  readonly #chunks: RowChunks<Writer>;
  readonly #readsUncommitted: boolean;
  /** Addresses of the rows from row `#first` on. */
  #addresses = new Int32Array(64);
  /** Of the exact broker: offsets of all rows. */
  readonly #offsets: number[] = [];
  #first = 0;
  #rows = 0;
  #shown = 0;
  #end = 0;
  /** In the order of their first offset here; those that have ended leave at the front. */
  readonly #holders: Holder[] = [];

  constructor(options: {
    readonly partition: number;
    readonly chunks: RowChunks<Writer>;
    readonly readsUncommitted: boolean;
    readonly producers: ProducerStates | undefined;
  }) {
    this.partition = options.partition;
    this.producers = options.producers;
    this.#chunks = options.chunks;
    this.#readsUncommitted = options.readsUncommitted;
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
  append(address: number, writer: Writer): void {
    const place = this.#rows - this.#first;
    if (place === this.#addresses.length) this.#makeRoom();
    this.#addresses[this.#rows - this.#first] = address;
    if (this.producers !== undefined) {
      this.#offsets.push(this.#end);
      this.producers.append(writer.author, this.#end);
    }
    if (writer.standing[this.partition] !== HOLDING) {
      writer.standing[this.partition] = HOLDING;
      this.#holders.push({ writer, row: this.#rows, offset: this.#end });
    }
    this.#rows++;
    this.#end++;
  }

  /** Writes the marker that ends what the producer has open here. */
  mark(producerId: number, epoch: number): void {
    this.producers?.mark(producerId, epoch);
    this.#end++;
  }

  /** The rows that `writer` has open here become those of `heir`, whose fate is another. */
  bequeath(writer: Writer, heir: Writer): void {
    const holder = this.#holders.find((one) => one.writer === writer);
    assert(holder !== undefined, "the transaction has rows in the partition");
    holder.writer = heir;
    writer.standing[this.partition] = REGISTERED;
    for (let row = holder.row; row < this.#rows; row++) {
      const place = row - this.#first;
      const address = this.#addresses[place]!;
      const chunk = this.#chunks.at(address);
      if (chunk.writer === writer) {
        this.#addresses[place] = this.#chunks.copy(chunk, rowOf(address), heir);
        writer.size--;
        heir.size++;
      }
    }
  }

  /**
   * Readers pass what nothing holds back any more. `now` undefined: rows are seen as of their own
   * append, since nothing held them back then.
   */
  show(hear: OnVisible, now: SimTime | undefined): void {
    const to = this.#readsUncommitted ? this.#rows : (this.#firstHolder()?.row ?? this.#rows);
    while (this.#shown < to) {
      const place = this.#shown - this.#first;
      const address = this.#addresses[place]!;
      const chunk = this.#chunks.at(address);
      const from = rowOf(address);
      const count = this.#run(place, chunk, from, to - this.#shown, now === undefined);
      this.#shown += count;
      const writer = chunk.writer!;
      if (this.#readsUncommitted || writer.fate === "committed") {
        hear(chunk.rows, from, from + count, writer, now ?? chunk.rows.at[from]!);
      }
      this.#chunks.pass(chunk, count);
    }
  }

  /** What is committed and yet not shown: an open transaction stands before it (S12). */
  heldBack(hear: (chunk: RowChunk<Writer>, row: number) => void): void {
    if (this.#readsUncommitted) return;
    for (let row = this.#shown; row < this.#rows; row++) {
      const address = this.#addresses[row - this.#first]!;
      const chunk = this.#chunks.at(address);
      if (chunk.writer?.fate === "committed") hear(chunk, rowOf(address));
    }
  }

  /** Exact broker: the records with offsets from `from` to `to` − 1, whatever became of them. */
  read(
    from: number,
    to: number,
    hear: (offset: number, chunk: RowChunk<Writer>, row: number) => void,
  ): void {
    assert(this.producers !== undefined, "only an exact broker keeps its log");
    for (let row = 0; row < this.#rows; row++) {
      const offset = this.#offsets[row]!;
      if (offset < from || offset >= to) continue;
      const address = this.#addresses[row]!;
      hear(offset, this.#chunks.at(address), rowOf(address));
    }
  }

  // Rows that stand next to each other here and in their chunk, and have one time if that counts.
  #run(
    place: number,
    chunk: RowChunk<Writer>,
    from: number,
    most: number,
    ofOneTime: boolean,
  ): number {
    const addresses = this.#addresses;
    const { at, length } = chunk.rows;
    const limit = Math.min(most, length - from);
    const first = addresses[place]!;
    let count = 1;
    while (count < limit && addresses[place + count] === first + count) {
      if (ofOneTime && at[from + count] !== at[from]) break;
      count++;
    }
    return count;
  }

  #makeRoom(): void {
    const addresses = this.#addresses;
    const passed = this.producers === undefined ? this.#shown - this.#first : 0;
    if (2 * passed >= addresses.length) {
      addresses.copyWithin(0, passed);
    } else {
      this.#addresses = new Int32Array(2 * addresses.length);
      this.#addresses.set(addresses.subarray(passed));
    }
    this.#first += passed;
  }

  #firstHolder(): Holder | undefined {
    const holders = this.#holders;
    while (holders.length > 0 && holders[0]!.writer.fate !== "open") holders.shift();
    return holders[0];
  }
}
