import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { RowChunk } from "./row-chunks.ts";
import type { Writer } from "./writer.ts";

const DIGITS = 256;
/** So few rows are put in order one by one. */
const FEW = 32;

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
  #times = new Float64Array(64);
  #otherAddresses: Int32Array = new Int32Array(64);
  #otherTimes = new Float64Array(64);
  readonly #counts = new Int32Array(DIGITS);
  #isSorted = true;

  /** Takes over all unsettled rows; `writers` come by index, and no row is later than `now`. */
  sort(writers: readonly Writer[], now: SimTime): void {
    this.length = 0;
    this.#isSorted = true;
    for (const { unsettled } of writers) {
      if (unsettled.length === 0) continue;
      for (const chunk of unsettled) this.#gather(chunk);
      assert(this.#times[this.length - 1]! <= now, "no row is later than now");
      unsettled.length = 0;
    }
    if (this.#isSorted) return;
    if (this.length <= FEW) this.#insert();
    else this.#distribute();
  }

  #gather(chunk: RowChunk): void {
    const { address, rows, settled } = chunk;
    const { at, length } = rows;
    this.#makeRoom(this.length + length - settled);
    const times = this.#times;
    const addresses = this.addresses;
    let to = this.length;
    if (to > 0 && at[settled]! < times[to - 1]!) this.#isSorted = false;
    for (let row = settled; row < length; row++) {
      times[to] = at[row]!;
      addresses[to++] = address + row;
    }
    this.length = to;
    chunk.settled = length;
  }

  #insert(): void {
    const times = this.#times;
    const addresses = this.addresses;
    for (let from = 1; from < this.length; from++) {
      const time = times[from]!;
      const address = addresses[from]!;
      let to = from;
      for (; to > 0 && times[to - 1]! > time; to--) {
        times[to] = times[to - 1]!;
        addresses[to] = addresses[to - 1]!;
      }
      times[to] = time;
      addresses[to] = address;
    }
  }

  #distribute(): void {
    const times = this.#times;
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let i = 0; i < this.length; i++) {
      const time = times[i]!;
      if (time < first) first = time;
      if (time > last) last = time;
    }
    for (let unit = 1; unit <= last - first; unit *= DIGITS) this.#pass(first, 1 / unit);
  }

  // Stable: equal digits stay in the order of the passes before, at last in that of the writers.
  #pass(first: SimTime, perUnit: number): void {
    const { length, addresses } = this;
    const times = this.#times;
    const toTimes = this.#otherTimes;
    const toAddresses = this.#otherAddresses;
    const counts = this.#counts.fill(0);
    for (let i = 0; i < length; i++) counts[((times[i]! - first) * perUnit) & (DIGITS - 1)]!++;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const count = counts[digit]!;
      counts[digit] = total;
      total += count;
    }
    for (let i = 0; i < length; i++) {
      const time = times[i]!;
      const to = counts[((time - first) * perUnit) & (DIGITS - 1)]!++;
      toTimes[to] = time;
      toAddresses[to] = addresses[i]!;
    }
    this.#times = toTimes;
    this.#otherTimes = times;
    this.addresses = toAddresses;
    this.#otherAddresses = addresses;
  }

  #makeRoom(rows: number): void {
    if (rows <= this.addresses.length) return;
    const room = 2 * rows;
    const { addresses } = this;
    const times = this.#times;
    this.addresses = new Int32Array(room);
    this.addresses.set(addresses);
    this.#times = new Float64Array(room);
    this.#times.set(times);
    this.#otherAddresses = new Int32Array(room);
    this.#otherTimes = new Float64Array(room);
  }
}
