import type { EventTime } from "../event-time.ts";
import type { TtlOptions } from "../keyed-stages.ts";
import type { KeyGroupRange, KeyTable } from "../network/key-groups.ts";
import type { Element } from "./element.ts";
import { type KeyedOperator, rowsInRange, type TtlState } from "./keyed-state.ts";
import type { Operator } from "./operator.ts";

export interface DistinctOperatorOptions {
  readonly element: Element;
  readonly next: Operator;
  readonly keys: KeyTable;
  readonly ttl: TtlOptions;
  /** The wall clock: state ages in processing time only. */
  readonly processingTime: () => number;
  /** Sees each record that is held to be a repetition. */
  readonly onRepeated?: (() => void) | undefined;
}

/**
 * A keyed process function that lets the first record of a key through, and the next one once its state
 * has expired (Flink: `StateTtlConfig`, NeverReturnExpired). A state has expired at its last update +
 * TTL; the time of that update is in the state, so that it ages while no job runs. What expired but
 * was not met again stays in snapshots, as without a clean-up strategy.
 */
export class DistinctOperator implements KeyedOperator<TtlState> {
  readonly #options: DistinctOperatorOptions;
  /** When each key's state was updated; NaN = it has none. */
  readonly #updated: Float64Array;
  #watermark: EventTime = Number.NEGATIVE_INFINITY;

  constructor(options: DistinctOperatorOptions) {
    this.#options = options;
    this.#updated = new Float64Array(options.keys.names.length).fill(Number.NaN);
  }

  get currentWatermark(): EventTime {
    return this.#watermark;
  }

  processElement(): void {
    const { element, next, ttl, processingTime, onRepeated } = this.#options;
    const now = processingTime();
    const updated = this.#updated[element.key]!;
    // NaN is not above anything: without state a record is the first.
    const isLive = updated + ttl.millis > now;
    if (!isLive || ttl.update === "OnReadAndWrite") this.#updated[element.key] = now;
    if (isLive) onRepeated?.();
    else next.processElement();
  }

  processWatermark(ts: EventTime): void {
    this.#watermark = ts;
    this.#options.next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    this.#options.next.processStatus(idle);
  }

  snapshot(): TtlState {
    const keys: number[] = [];
    this.#updated.forEach((updated, key) => {
      if (!Number.isNaN(updated)) keys.push(key);
    });
    return {
      kind: "ttl",
      maxParallelism: this.#options.keys.maxParallelism,
      key: Int32Array.from(keys),
      updated: Float64Array.from(keys, (key) => this.#updated[key]!),
    };
  }

  restore(states: readonly TtlState[], range: KeyGroupRange): void {
    for (const state of states) {
      for (const row of rowsInRange(state, this.#options.keys, range)) {
        this.#updated[state.key[row]!] = state.updated[row]!;
      }
    }
  }
}
