import type { RowChunk } from "./row-chunks.ts";
import type { Writer } from "./writer.ts";

const DIGIT_BITS = 8;
const DIGITS = 1 << DIGIT_BITS;
/** So few rows are put in order one by one. */
const FEW = 32;

/** Times are sorted as unsigned 32-bit distances from the first: up to 71 minutes. */
const RANGE_MAX = 0xffff_ffff;

/**
 * The order of rows that lazily evaluated producers appended one after the other: by time, ties by
 * writer. It does not depend on who was evaluated first.
 *
 * A radix sort over the time since the first of them: its cost per row is that of two or three
 * passes, however many writers there are.
 */
export class AppendOrder {
  /** Where the rows are, in order; valid up to `length`. */
  addresses: Int32Array = new Int32Array(64);
  length = 0;
  /** Distance of each row's time from `#first`. */
  #distances: Uint32Array = new Uint32Array(64);
  #otherAddresses: Int32Array = new Int32Array(64);
  #otherDistances: Uint32Array = new Uint32Array(64);
  readonly #counts = new Int32Array(DIGITS);
  #first = 0;
  #last = 0;
  #isSorted = true;

  /**
   * Takes over the unsettled rows of `writers`, who come by index. True: all of them; false: the
   * first ones, up to some time, as all would span too long a time.
   */
  sort(writers: readonly Writer[]): boolean {
    this.#measure(writers);
    const last = this.#last;
    this.#last = Math.min(last, this.#first + RANGE_MAX);
    this.length = 0;
    this.#isSorted = true;
    for (const writer of writers) {
      const { unsettled } = writer;
      if (unsettled.length > 0) this.#gather(unsettled);
    }
    if (!this.#isSorted) {
      if (this.length <= FEW) this.#insert();
      else this.#distribute();
    }
    return this.#last === last;
  }

  // A writer's rows are in order, so its first and last one tell.
  #measure(writers: readonly Writer[]): void {
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const { unsettled } of writers) {
      if (unsettled.length === 0) continue;
      const { rows, settled } = unsettled[0]!;
      const end = unsettled[unsettled.length - 1]!.rows;
      first = Math.min(first, rows.at[settled]!);
      last = Math.max(last, end.at[end.length - 1]!);
    }
    this.#first = first;
    this.#last = last;
  }

  #gather(unsettled: RowChunk<Writer>[]): void {
    let done = 0;
    for (const chunk of unsettled) {
      this.#gatherChunk(chunk);
      if (chunk.settled < chunk.rows.length) break;
      done++;
    }
    if (done === 1 && unsettled.length === 1) unsettled.pop();
    else unsettled.splice(0, done);
  }

  #gatherChunk(chunk: RowChunk<Writer>): void {
    const { address, rows, settled } = chunk;
    const { at, length } = rows;
    this.#makeRoom(this.length + length - settled);
    const first = this.#first;
    const distances = this.#distances;
    const addresses = this.addresses;
    let to = this.length;
    if (to > 0 && at[settled]! - first < distances[to - 1]!) this.#isSorted = false;
    let row = settled;
    for (; row < length; row++) {
      const time = at[row]!;
      if (time > this.#last) break;
      distances[to] = time - first;
      addresses[to++] = address + row;
    }
    this.length = to;
    chunk.settled = row;
  }

  #insert(): void {
    const distances = this.#distances;
    const addresses = this.addresses;
    for (let from = 1; from < this.length; from++) {
      const distance = distances[from]!;
      const address = addresses[from]!;
      let to = from;
      for (; to > 0 && distances[to - 1]! > distance; to--) {
        distances[to] = distances[to - 1]!;
        addresses[to] = addresses[to - 1]!;
      }
      distances[to] = distance;
      addresses[to] = address;
    }
  }

  #distribute(): void {
    const range = this.#last - this.#first;
    this.#pass(0);
    for (let shift = DIGIT_BITS; shift < 32 && range >>> shift > 0; shift += DIGIT_BITS) {
      this.#pass(shift);
    }
  }

  // Stable: equal digits stay in the order of the passes before, at last in that of the writers.
  #pass(shift: number): void {
    const { length, addresses } = this;
    const distances = this.#distances;
    const toDistances = this.#otherDistances;
    const toAddresses = this.#otherAddresses;
    const counts = this.#counts.fill(0);
    for (let i = 0; i < length; i++) counts[(distances[i]! >>> shift) & (DIGITS - 1)]!++;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit]!;
      counts[digit] = total;
      total += count;
    }
    for (let i = 0; i < length; i++) {
      const distance = distances[i]!;
      const to = counts[(distance >>> shift) & (DIGITS - 1)]!++;
      toDistances[to] = distance;
      toAddresses[to] = addresses[i]!;
    }
    this.#distances = toDistances;
    this.#otherDistances = distances;
    this.addresses = toAddresses;
    this.#otherAddresses = addresses;
  }

  #makeRoom(rows: number): void {
    if (rows <= this.addresses.length) return;
    const room = 2 * rows;
    const { addresses } = this;
    const distances = this.#distances;
    this.addresses = new Int32Array(room);
    this.addresses.set(addresses);
    this.#distances = new Uint32Array(room);
    this.#distances.set(distances);
    this.#otherAddresses = new Int32Array(room);
    this.#otherDistances = new Uint32Array(room);
  }
}
