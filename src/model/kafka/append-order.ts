import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { PartitionLog } from "./partition-log.ts";
import type { RecordColumns } from "./record-columns.ts";
import type { Writer } from "./writer.ts";

/**
 * Settles the log order of rows that lazily evaluated producers appended one after the other: by
 * time, then by writer. That order does not depend on who was evaluated first.
 *
 * A heap of the writers' next times, with runs taken from its top, so that a row costs the logarithm
 * of their number at most.
 */
export class AppendOrder {
  readonly #logs: readonly PartitionLog[];
  /** The heap: the time of each writer's next row, the writer, its rows, the place of the next. */
  #time = new Float64Array(16);
  #next = new Int32Array(16);
  readonly #writers: Writer[] = [];
  readonly #rows: RecordColumns[] = [];
  readonly #touched: PartitionLog[] = [];

  constructor(logs: readonly PartitionLog[]) {
    this.#logs = logs;
  }

  /** Appends everything that waits in `writers`; returns the logs that got something. */
  settle(writers: readonly Writer[], now: SimTime): readonly PartitionLog[] {
    this.#touched.length = 0;
    if (writers.length > this.#time.length) this.#widen(writers.length);
    for (const writer of writers) this.#push(writer, now);
    for (let place = (writers.length >> 1) - 1; place >= 0; place--) this.#siftDown(place);
    while (this.#writers.length > 0) this.#takeRun();
    for (const writer of writers) writer.settled();
    return this.#touched;
  }

  #push(writer: Writer, now: SimTime): void {
    const { pending } = writer;
    assert(pending !== undefined && pending.length > 0, "a writer in the list has rows");
    assert(pending.at[pending.length - 1]! <= now, "no row is later than now");
    const place = this.#writers.length;
    this.#writers.push(writer);
    this.#rows.push(pending);
    this.#time[place] = pending.at[0]!;
    this.#next[place] = 0;
  }

  // The first writer's rows up to where the second one's begin.
  #takeRun(): void {
    const writer = this.#writers[0]!;
    const rows = this.#rows[0]!;
    const { at, partition, length } = rows;
    const second = this.#second();
    const until = second < 0 ? Number.POSITIVE_INFINITY : this.#time[second]!;
    const winsTies = second < 0 || writer.index < this.#writers[second]!.index;
    let row = this.#next[0]!;
    do {
      const log = this.#logs[partition[row]!]!;
      if (!log.isTouched) this.#touch(log);
      log.append(rows, row, writer);
      row++;
    } while (row < length && (at[row]! < until || (winsTies && at[row] === until)));
    if (row < length) {
      this.#time[0] = at[row]!;
      this.#next[0] = row;
    } else {
      this.#moveLastToTop();
    }
    if (this.#writers.length > 1) this.#siftDown(0);
  }

  #touch(log: PartitionLog): void {
    log.isTouched = true;
    this.#touched.push(log);
  }

  #second(): number {
    const count = this.#writers.length;
    if (count < 2) return -1;
    return count > 2 && this.#isBefore(2, 1) ? 2 : 1;
  }

  #isBefore(one: number, other: number): boolean {
    const difference = this.#time[one]! - this.#time[other]!;
    if (difference !== 0) return difference < 0;
    return this.#writers[one]!.index < this.#writers[other]!.index;
  }

  #siftDown(from: number): void {
    const count = this.#writers.length;
    let place = from;
    for (;;) {
      let least = 2 * place + 1;
      if (least >= count) return;
      if (least + 1 < count && this.#isBefore(least + 1, least)) least++;
      if (!this.#isBefore(least, place)) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #swap(one: number, other: number): void {
    const time = this.#time[one]!;
    const next = this.#next[one]!;
    const writer = this.#writers[one]!;
    const rows = this.#rows[one]!;
    this.#time[one] = this.#time[other]!;
    this.#next[one] = this.#next[other]!;
    this.#writers[one] = this.#writers[other]!;
    this.#rows[one] = this.#rows[other]!;
    this.#time[other] = time;
    this.#next[other] = next;
    this.#writers[other] = writer;
    this.#rows[other] = rows;
  }

  #moveLastToTop(): void {
    const last = this.#writers.length - 1;
    if (last > 0) this.#swap(0, last);
    this.#writers.pop();
    this.#rows.pop();
  }

  #widen(count: number): void {
    const room = 2 * count;
    this.#time = new Float64Array(room);
    this.#next = new Int32Array(room);
  }
}
