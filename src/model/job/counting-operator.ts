import type { EventTime } from "../event-time.ts";
import type { Element } from "../operator/element.ts";
import type { ChainEnd } from "./chain-end.ts";

/** Tells the id of each record that comes by; only where somebody asks for the flow of records. */
export class CountingOperator implements ChainEnd {
  readonly #element: Element;
  readonly #next: ChainEnd;
  readonly #count: (id: number) => void;

  constructor(element: Element, next: ChainEnd, count: (id: number) => void) {
    this.#element = element;
    this.#next = next;
    this.#count = count;
  }

  processElement(): void {
    this.#count(this.#element.id);
    this.#next.processElement();
  }

  processWatermark(ts: EventTime): void {
    this.#next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    this.#next.processStatus(idle);
  }

  actsFrom(nextElementAt: number): number {
    return this.#next.actsFrom?.(nextElementAt) ?? Number.POSITIVE_INFINITY;
  }
}
