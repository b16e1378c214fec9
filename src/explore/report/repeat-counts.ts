import type { OutputBatch } from "../../oracle/evidence.ts";
import { offsetOf, partitionOf } from "../../oracle/record-slots.ts";
import { resultNameOf } from "./gate-book.ts";

/** A byte of an output: how often, and whether a restart was among them. */
const COUNT = 127;
const REPLAY = 128;

/** How often each output was seen again, where that is a failure. */
export class RepeatCounts {
  readonly #fanOut: number;
  readonly #counts: readonly number[];
  readonly #replaysFail: boolean;
  readonly #records: (Uint8Array | undefined)[];
  readonly #results = new Map<string, number>();
  #total = 0;

  /** `counts`: records by partition; `fanOut`: outputs that a record can have. */
  constructor(counts: readonly number[], fanOut: number, replaysFail: boolean) {
    this.#fanOut = fanOut;
    this.#counts = counts;
    this.#replaysFail = replaysFail;
    this.#records = new Array<Uint8Array | undefined>(counts.length).fill(undefined);
  }

  /** All that fail, of outputs that nobody expected, too. */
  get total(): number {
    return this.#total;
  }

  note(rows: OutputBatch, row: number, isReplay: boolean): void {
    if (isReplay && !this.#replaysFail) return;
    this.#total++;
    const id = rows.id[row]!;
    if (id < 0) {
      const name = resultNameOf(-1 - id, rows.key[row]!, rows.windowStart[row]!, rows.ts[row]! + 1);
      this.#results.set(name, (this.#results.get(name) ?? 0) + 1);
      return;
    }
    const partition = partitionOf(id);
    const sub = rows.windowStart[row]!;
    const slot = offsetOf(id) * this.#fanOut + (Number.isNaN(sub) ? 0 : sub);
    const slots = this.#slots(partition);
    const before = slots[slot]!;
    const count = Math.min(COUNT, (before & COUNT) + 1);
    slots[slot] = count | (before & REPLAY) | (isReplay ? REPLAY : 0);
  }

  /** Appearances but the first; of more than 127 that many. */
  ofRecord(partition: number, offset: number, sub: number): number {
    return (this.#records[partition]?.[offset * this.#fanOut + sub] ?? 0) & COUNT;
  }

  /** A restart of its own job wrote an output of that record again. */
  wasReplayed(partition: number, offset: number): boolean {
    const slots = this.#records[partition];
    if (slots === undefined) return false;
    const first = offset * this.#fanOut;
    return slots.subarray(first, first + this.#fanOut).some((slot) => (slot & REPLAY) !== 0);
  }

  ofResult(stage: number, key: number, start: number, end: number): number {
    if (this.#results.size === 0) return 0;
    return this.#results.get(resultNameOf(stage, key, start, end)) ?? 0;
  }

  #slots(partition: number): Uint8Array {
    const slots = this.#records[partition];
    if (slots !== undefined) return slots;
    const made = new Uint8Array((this.#counts[partition] ?? 0) * this.#fanOut);
    this.#records[partition] = made;
    return made;
  }
}
