import type { InputLog, InputRow, StageFunctions } from "./evidence.ts";
import type { StageShape } from "./stage-shape.ts";

/** Records that flow together: enough to make each loop long, few enough for the cache. */
export const BLOCK = 512;

/**
 * Records on their way through the stages, in columns: one stage handles all of them in a loop before
 * the next one does. What one record was forked into stands together, in the order of its sub-indexes.
 */
export class RecordFlow {
  #size = 0;
  readonly #row: InputRow = { id: 0, ts: 0, key: 0, value: 0 };
  readonly ids: Float64Array;
  readonly times: Float64Array;
  readonly keys: Int32Array;
  readonly values: Uint32Array;

  /** Room for that many outputs of records. */
  constructor(capacity: number) {
    this.ids = new Float64Array(capacity);
    this.times = new Float64Array(capacity);
    this.keys = new Int32Array(capacity);
    this.values = new Uint32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Begins anew with offsets `from` … `to` − 1 of a partition. */
  read(input: InputLog, partition: number, from: number, to: number): void {
    const row = this.#row;
    for (let offset = from; offset < to; offset++) {
      input.readInto(partition, offset, row);
      this.#set(offset - from, row.id, row.ts, row.key, row.value);
    }
    this.#size = Math.max(0, to - from);
  }

  /** What the stage lets through of records: nothing behind a window. */
  pass(stage: StageShape, functions: StageFunctions): void {
    switch (stage.kind) {
      case "map":
        this.#map(stage.name, functions);
        break;
      case "process":
        this.#process(stage.name, functions);
        break;
      case "filter":
        this.#filter(stage.name, stage.keepShare, functions);
        break;
      case "flat-map":
        this.#fork(stage.name, stage.fanOut, functions);
        break;
      case "window":
        this.#size = 0;
        break;
    }
  }

  /**
   * Lays the digests out by record, `fanOut` places for each, of which those of the record with id
   * `first` are the first; places without an output stay as they are.
   */
  layOut(values: Float64Array, first: number, fanOut: number): void {
    let record = -1;
    let place = 0;
    for (let i = 0; i < this.#size; i++) {
      const behind = this.ids[i]! - first;
      place = behind === record ? place + 1 : behind * fanOut;
      record = behind;
      values[place] = this.values[i]!;
    }
  }

  #map(name: string, functions: StageFunctions): void {
    const { values } = this;
    for (let i = 0; i < this.#size; i++) values[i] = functions.mapValue(name, values[i]!);
  }

  #process(name: string, functions: StageFunctions): void {
    const { values } = this;
    for (let i = 0; i < this.#size; i++) values[i] = functions.processValue(name, values[i]!);
  }

  #filter(name: string, keepShare: number, functions: StageFunctions): void {
    const { ids, times, keys, values } = this;
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const id = ids[i]!;
      if (functions.keeps(name, keepShare, id)) {
        this.#set(kept++, id, times[i]!, keys[i]!, values[i]!);
      }
    }
    this.#size = kept;
  }

  #fork(name: string, fanOut: number, functions: StageFunctions): void {
    const { ids, times, keys, values } = this;
    for (let i = this.#size - 1; i >= 0; i--) {
      const value = values[i]!;
      for (let sub = fanOut - 1; sub >= 0; sub--) {
        const forked = functions.fanOutValue(name, value, sub);
        this.#set(i * fanOut + sub, ids[i]!, times[i]!, keys[i]!, forked);
      }
    }
    this.#size *= fanOut;
  }

  #set(i: number, id: number, ts: number, key: number, value: number): void {
    this.ids[i] = id;
    this.times[i] = ts;
    this.keys[i] = key;
    this.values[i] = value;
  }
}
