import type { EventTime } from "../event-time.ts";
import type { KeyGroupRange, KeyTable } from "../network/key-groups.ts";
import type { Element } from "./element.ts";
import {
  InternalTimerService,
  type TimeDomain,
  type Triggerable,
} from "./internal-timer-service.ts";
import type { KeyedOperator, ProcessState } from "./keyed-state.ts";
import type { Operator } from "./operator.ts";

/** The user's code; what it leaves in the register goes on when it calls `out`. */
export interface KeyedProcessFunction {
  processElement(element: Element, timers: InternalTimerService, out: () => void): void;
  /** The register holds key and timestamp of the timer (none in processing time). */
  onTimer(
    element: Element,
    time: number,
    domain: TimeDomain,
    timers: InternalTimerService,
    out: () => void,
  ): void;
}

/** A keyed process function with timers (Flink: `KeyedProcessOperator`, W16); it drops nothing. */
export class KeyedProcessOperator implements KeyedOperator<ProcessState>, Triggerable {
  readonly timers: InternalTimerService = new InternalTimerService(this);
  readonly #element: Element;
  readonly #next: Operator;
  readonly #keys: KeyTable;
  readonly #function: KeyedProcessFunction;
  readonly #out: () => void;

  constructor(options: {
    readonly element: Element;
    readonly next: Operator;
    readonly keys: KeyTable;
    readonly function: KeyedProcessFunction;
  }) {
    const { next } = options;
    this.#element = options.element;
    this.#next = next;
    this.#keys = options.keys;
    this.#function = options.function;
    this.#out = () => next.processElement();
  }

  processElement(): void {
    this.#function.processElement(this.#element, this.timers, this.#out);
  }

  /** Timers fire before the watermark goes on. */
  processWatermark(ts: EventTime): void {
    this.timers.advanceWatermark(ts);
    this.#next.processWatermark(ts);
  }

  /** A timer fires a millisecond after its time, as Flink schedules it. */
  get nextTimer(): number {
    return this.timers.nextProcessingTime + 1;
  }

  advanceProcessingTime(nowMillis: number): void {
    this.timers.advanceProcessingTime(nowMillis - 1);
  }

  processStatus(idle: boolean): void {
    this.#next.processStatus(idle);
  }

  onTimer(key: number, time: number, domain: TimeDomain): void {
    const element = this.#element;
    element.key = key;
    element.ts = time;
    element.hasTimestamp = domain === "event";
    element.count = 1;
    this.#function.onTimer(element, time, domain, this.timers, this.#out);
  }

  snapshot(): ProcessState {
    return this.timers.snapshot(this.#keys.maxParallelism);
  }

  restore(states: readonly ProcessState[], range: KeyGroupRange): void {
    this.timers.restore(states, this.#keys, range);
  }
}
