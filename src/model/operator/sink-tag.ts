import type { EventTime } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { Operator } from "./operator.ts";

/**
 * Where a job has several sinks: says in the identity of an output which sink wrote it. Of a record it
 * is the flat-map sub-index that tells, of a result the number of its stage.
 */
export class SinkTag implements Operator {
  readonly #element: Element;
  readonly #next: Operator;
  readonly #sink: number;
  readonly #sinks: number;
  readonly #stages: number;

  /** Sink number `sink` of `sinks`, in a job of `stages` stages that change records. */
  constructor(options: {
    readonly element: Element;
    readonly next: Operator;
    readonly sink: number;
    readonly sinks: number;
    readonly stages: number;
  }) {
    this.#element = options.element;
    this.#next = options.next;
    this.#sink = options.sink;
    this.#sinks = options.sinks;
    this.#stages = options.stages;
  }

  processElement(): void {
    const element = this.#element;
    const { id, windowStart } = element;
    if (id >= 0) element.windowStart = windowStart * this.#sinks + this.#sink;
    else element.id = id - this.#sink * this.#stages;
    this.#next.processElement();
    // A source does not write again what no operator changes.
    element.id = id;
    element.windowStart = windowStart;
  }

  processWatermark(ts: EventTime): void {
    this.#next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    this.#next.processStatus(idle);
  }
}
