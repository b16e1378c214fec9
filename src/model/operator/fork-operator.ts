import type { EventTime } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { Operator } from "./operator.ts";

/** An operator's output that several others read in the same chain (Flink: `BroadcastingOutput`). */
export class ForkOperator implements Operator {
  readonly #element: Element;
  readonly #next: readonly Operator[];

  constructor(element: Element, next: readonly Operator[]) {
    this.#element = element;
    this.#next = next;
  }

  processElement(): void {
    const element = this.#element;
    const { id, ts, hasTimestamp, key, value, count, windowStart } = element;
    for (const next of this.#next) {
      // All of it anew: the one before may have overwritten the register.
      element.id = id;
      element.ts = ts;
      element.hasTimestamp = hasTimestamp;
      element.key = key;
      element.value = value;
      element.count = count;
      element.windowStart = windowStart;
      next.processElement();
    }
  }

  processWatermark(ts: EventTime): void {
    for (const next of this.#next) next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    for (const next of this.#next) next.processStatus(idle);
  }
}
