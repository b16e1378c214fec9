import { assert } from "../../engine/assert.ts";
import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { KeyGroupRange, KeyTable } from "../network/key-groups.ts";
import type { Element } from "./element.ts";
import {
  type KeyedOperator,
  rowsInRange,
  type WindowState,
  windowRow,
  windowState,
} from "./keyed-state.ts";
import type { Operator } from "./operator.ts";
import { PaneStore } from "./pane-store.ts";
import { SessionStore } from "./session-store.ts";
import type { WindowAssigner } from "./window-assigner.ts";
import type { FireWindow, WindowFunctions, WindowStore } from "./window-store.ts";

export interface WindowOperatorOptions {
  readonly element: Element;
  readonly next: Operator;
  readonly keys: KeyTable;
  readonly assigner: WindowAssigner;
  readonly allowedLatenessMillis: number;
  /** Late records are counted as side output instead of as dropped. */
  readonly lateSideOutput: boolean;
  readonly functions: WindowFunctions;
  /** `id` of its results: −1 − index of the stage. */
  readonly resultId: number;
  /** Sees each late record in the register, dropped or in the side output. */
  readonly onLate?: (() => void) | undefined;
  /** The wall clock, if its windows go by it. */
  readonly processingTime?: (() => number) | undefined;
}

/**
 * Keyed windows with Flink's EventTimeTrigger, or in processing time with ProcessingTimeTrigger
 * (`WindowOperator`, W17).
 *
 * A result leaves with `ts` = end − 1 and its key, `windowStart`, digest and count in the register,
 * before the watermark that fired it. A record into a window that fired and is not cleaned up yet
 * fires it again at once. Restored windows wait for this operator's own watermark (W20).
 */
export class WindowOperator implements KeyedOperator<WindowState> {
  readonly #element: Element;
  readonly #next: Operator;
  readonly #keys: KeyTable;
  readonly #lateness: number;
  readonly #lateSideOutput: boolean;
  readonly #onLate: (() => void) | undefined;
  readonly #store: WindowStore;
  readonly #processingTime: (() => number) | undefined;
  #watermark: EventTime = MIN_WATERMARK;
  /** `numLateRecordsDropped`. */
  lateDropped = 0;
  /** Records that went to the late side output. */
  lateSideOutputs = 0;

  constructor(options: WindowOperatorOptions) {
    this.#element = options.element;
    this.#next = options.next;
    this.#keys = options.keys;
    this.#lateness = options.allowedLatenessMillis;
    this.#lateSideOutput = options.lateSideOutput;
    this.#onLate = options.onLate;
    this.#processingTime = options.processingTime;
    this.#store = openStore(options);
  }

  get currentWatermark(): EventTime {
    return this.#watermark;
  }

  processElement(): void {
    const element = this.#element;
    const now = this.#processingTime?.();
    if (now !== undefined) {
      element.ts = now;
      this.#store.add(MIN_WATERMARK);
      return;
    }
    assert(element.hasTimestamp, "event-time windows take records with timestamps only");
    // A record without a window that is not late itself leaves no trace (slide > size).
    if (this.#store.add(this.#watermark)) return;
    if (element.ts + this.#lateness > this.#watermark) return;
    if (this.#lateSideOutput) this.lateSideOutputs++;
    else this.lateDropped++;
    this.#onLate?.();
  }

  processWatermark(ts: EventTime): void {
    this.#watermark = ts;
    if (this.#processingTime === undefined) this.#store.advance(ts);
    this.#next.processWatermark(ts);
  }

  /** A timer fires a millisecond after its time, as Flink schedules it. */
  get nextTimer(): number {
    return this.#store.next + 1;
  }

  advanceProcessingTime(nowMillis: number): void {
    this.#store.advance(nowMillis - 1);
  }

  processStatus(idle: boolean): void {
    this.#next.processStatus(idle);
  }

  snapshot(): WindowState {
    return windowState(this.#store.rows(), this.#keys.maxParallelism);
  }

  restore(states: readonly WindowState[], range: KeyGroupRange): void {
    for (const state of states) {
      for (const row of rowsInRange(state, this.#keys, range)) {
        this.#store.restore(windowRow(state, row));
      }
    }
  }
}

function openStore(options: WindowOperatorOptions): WindowStore {
  const { element, next, functions, assigner, resultId } = options;
  // In processing time a window is cleaned up as it fires.
  const allowedLatenessMillis = options.processingTime ? 0 : options.allowedLatenessMillis;
  const fire: FireWindow = (key, start, end, digest, count) => {
    element.id = resultId;
    element.ts = end - 1;
    element.hasTimestamp = true;
    element.key = key;
    element.value = digest;
    element.count = count;
    element.windowStart = start;
    next.processElement();
  };
  const common = { element, functions, fire, allowedLatenessMillis };
  if (assigner.type === "session") {
    return new SessionStore({ ...common, gapMillis: assigner.gapMillis });
  }
  return new PaneStore({
    ...common,
    keyCount: options.keys.names.length,
    sizeMillis: assigner.sizeMillis,
    slideMillis: assigner.type === "sliding" ? assigner.slideMillis : assigner.sizeMillis,
    offsetMillis: assigner.offsetMillis,
  });
}
