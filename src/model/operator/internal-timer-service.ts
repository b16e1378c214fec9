import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { KeyGroupRange, KeyTable } from "../network/key-groups.ts";
import { type ProcessState, rowsInRange } from "./keyed-state.ts";
import { type Timed, TimerHeap } from "./timer-heap.ts";

export type TimeDomain = "event" | "processing";

/** What timers call (Flink: `Triggerable`). */
export interface Triggerable {
  onTimer(key: number, time: number, domain: TimeDomain): void;
}

/**
 * Timers by key and time, each at most once (Flink: `InternalTimerServiceImpl`, W16).
 *
 * An advance fires all timers up to its time, ascending, those registered meanwhile included. A
 * timer registered at or below the current watermark outside of an advance waits for the next one.
 */
export class InternalTimerService {
  readonly #target: Triggerable;
  readonly #eventTime = new TimerSet();
  readonly #processingTime = new TimerSet();
  #watermark: EventTime = MIN_WATERMARK;

  constructor(target: Triggerable) {
    this.#target = target;
  }

  get currentWatermark(): EventTime {
    return this.#watermark;
  }

  pending(domain: TimeDomain): number {
    return this.#timers(domain).size;
  }

  /** The earliest processing-time timer; Infinity without one. */
  get nextProcessingTime(): number {
    return this.#processingTime.first?.time ?? Number.POSITIVE_INFINITY;
  }

  register(domain: TimeDomain, key: number, time: number): void {
    this.#timers(domain).add(key, time);
  }

  delete(domain: TimeDomain, key: number, time: number): void {
    this.#timers(domain).delete(key, time);
  }

  advanceWatermark(ts: EventTime): void {
    this.#watermark = ts;
    this.#fire("event", ts);
  }

  advanceProcessingTime(time: number): void {
    this.#fire("processing", time);
  }

  snapshot(maxParallelism: number): ProcessState {
    const event = this.#eventTime.entries();
    const timers = [...event, ...this.#processingTime.entries()];
    return {
      kind: "process",
      maxParallelism,
      key: Int32Array.from(timers, (timer) => timer.key),
      time: Float64Array.from(timers, (timer) => timer.time),
      isProcessingTime: Uint8Array.from(timers, (_, i) => (i < event.length ? 0 : 1)),
    };
  }

  /** Timers wait for this service's own watermark, which starts at MIN (W20). */
  restore(states: readonly ProcessState[], keys: KeyTable, range: KeyGroupRange): void {
    for (const state of states) {
      for (const row of rowsInRange(state, keys, range)) {
        const domain = state.isProcessingTime[row] === 1 ? "processing" : "event";
        this.register(domain, state.key[row]!, state.time[row]!);
      }
    }
  }

  #timers(domain: TimeDomain): TimerSet {
    return domain === "event" ? this.#eventTime : this.#processingTime;
  }

  #fire(domain: TimeDomain, limit: number): void {
    const timers = this.#timers(domain);
    for (
      let timer = timers.first;
      timer !== undefined && timer.time <= limit;
      timer = timers.first
    ) {
      timers.delete(timer.key, timer.time);
      this.#target.onTimer(timer.key, timer.time, domain);
    }
  }
}

interface Timer extends Timed {
  readonly key: number;
}

/** Flink: `HeapPriorityQueueSet`. */
class TimerSet {
  readonly #heap = new TimerHeap<Timer>();
  readonly #byKey = new Map<number, Map<number, Timer>>();

  get size(): number {
    return this.#heap.size;
  }

  get first(): Timer | undefined {
    return this.#heap.peek();
  }

  entries(): readonly Timer[] {
    return this.#heap.entries();
  }

  add(key: number, time: number): void {
    let timers = this.#byKey.get(key);
    if (timers === undefined) {
      timers = new Map();
      this.#byKey.set(key, timers);
    }
    if (timers.has(time)) return;
    const timer: Timer = { key, time, position: 0 };
    timers.set(time, timer);
    this.#heap.add(timer);
  }

  delete(key: number, time: number): void {
    const timers = this.#byKey.get(key);
    const timer = timers?.get(time);
    if (timers === undefined || timer === undefined) return;
    this.#heap.remove(timer);
    timers.delete(time);
    if (timers.size === 0) this.#byKey.delete(key);
  }
}
