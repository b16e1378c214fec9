import type { Appends } from "./appends.ts";
import type { OutputBatch } from "./evidence.ts";
import { outputName } from "./output-name.ts";
import { partitionOf } from "./record-slots.ts";
import { SequenceTable } from "./sequence-table.ts";
import { Witnesses } from "./witness.ts";

/** Outputs that are held back. */
const HELD = 128;
/** Doubles of a held output, which fill a cache line; what they are: */
const WIDTH = 8;
const KEY = 0;
const PARTITION = 1;
const ID = 2;
const PLACE = 3;
const APPEND = 4;
const AT = 5;
const TS = 6;
const WINDOW_START = 7;

/**
 * Watches that the first appearances of one key, source and output partition come in order. A source
 * is an input partition, or the results of a stage.
 *
 * There are many sequences and they come at random, so that each look into the table waits for
 * memory. Outputs are held back and looked up many in a row: then the waits overlap.
 */
export class OrderBook {
  readonly #appends: Appends;
  readonly #table = new SequenceTable();
  readonly #inversions = new Witnesses();
  readonly #held = new Float64Array(HELD * WIDTH);
  #length = 0;

  constructor(appends: Appends) {
    this.#appends = appends;
  }

  /** Appearances behind a later one of their sequence. */
  get inversions(): Witnesses {
    this.#settle();
    return this.#inversions;
  }

  /** Sequences that were watched. */
  get sequences(): number {
    this.#settle();
    return this.#table.size;
  }

  /** Row `i` of that append appeared for the first time, at that place of its source. */
  note(batch: OutputBatch, i: number, place: number, append: number): void {
    const held = this.#held;
    const from = this.#length;
    held[from + KEY] = batch.key[i]!;
    held[from + PARTITION] = batch.partition[i]!;
    held[from + ID] = batch.id[i]!;
    held[from + PLACE] = place;
    held[from + APPEND] = append;
    held[from + AT] = batch.at[i]!;
    held[from + TS] = batch.ts[i]!;
    held[from + WINDOW_START] = batch.windowStart[i]!;
    this.#length += WIDTH;
    if (this.#length === held.length) this.#settle();
  }

  #settle(): void {
    const held = this.#held;
    const length = this.#length;
    this.#length = 0;
    for (let from = 0; from < length; from += WIDTH) {
      const source = sourceOf(held[from + ID]!);
      const key = held[from + KEY]!;
      const partition = held[from + PARTITION]!;
      const isBehind = this.#table.isBehind(key, partition, source, held[from + PLACE]!);
      if (isBehind) this.#isInverted(from, key, partition, source);
    }
  }

  #isInverted(from: number, key: number, partition: number, source: number): void {
    const held = this.#held;
    const ts = held[from + TS]!;
    this.#inversions.add(() => ({
      output: outputName(held[from + ID]!, key, ts, held[from + WINDOW_START]!),
      ts,
      key,
      appearance: { ...this.#appends.appearance(held[from + APPEND]!), at: held[from + AT]! },
      detail: {
        behind: this.#table.last(key, partition, source),
        place: held[from + PLACE]!,
      },
    }));
  }
}

/** The stages of results count down from 0xfffe, beyond every input partition. */
function sourceOf(id: number): number {
  return id < 0 ? 0xffff + id : partitionOf(id);
}
