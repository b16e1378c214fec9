import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { Operator } from "./operator.ts";

/** The user's code without keys and timers: it sees the register and the current watermark. */
export type ProcessFunction = (element: Element, watermark: EventTime, out: () => void) => void;

/** A process function without keys (Flink: `ProcessOperator`); takes records without timestamp too. */
export class ProcessOperator implements Operator {
  readonly #element: Element;
  readonly #next: Operator;
  readonly #function: ProcessFunction;
  readonly #out: () => void;
  #watermark: EventTime = MIN_WATERMARK;

  constructor(options: {
    readonly element: Element;
    readonly next: Operator;
    readonly function: ProcessFunction;
  }) {
    const { next } = options;
    this.#element = options.element;
    this.#next = next;
    this.#function = options.function;
    this.#out = () => next.processElement();
  }

  processElement(): void {
    this.#function(this.#element, this.#watermark, this.#out);
  }

  processWatermark(ts: EventTime): void {
    this.#watermark = ts;
    this.#next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    this.#next.processStatus(idle);
  }
}
