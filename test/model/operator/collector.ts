import type { Element } from "../../../src/model/operator/element.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";

/** A record as it left an operator. */
export interface Collected {
  readonly id: number;
  readonly ts: number | undefined;
  readonly key: number;
  readonly value: number;
  readonly count: number;
  readonly windowStart: number;
}

/** The end of a chain under test: keeps what arrives, in order. */
export class Collector implements Operator {
  readonly records: Collected[] = [];
  readonly order: ("record" | { readonly wm: number } | { readonly idle: boolean })[] = [];
  readonly #element: Element;

  constructor(element: Element) {
    this.#element = element;
  }

  processElement(): void {
    const { id, ts, hasTimestamp, key, value, count, windowStart } = this.#element;
    this.records.push({ id, ts: hasTimestamp ? ts : undefined, key, value, count, windowStart });
    this.order.push("record");
  }

  processWatermark(wm: number): void {
    this.order.push({ wm });
  }

  processStatus(idle: boolean): void {
    this.order.push({ idle });
  }
}
