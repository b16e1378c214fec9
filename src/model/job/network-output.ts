import type { EventTime } from "../event-time.ts";
import { STATUS_ACTIVE, STATUS_IDLE, WATERMARK } from "../network/control-elements.ts";
import type { ResultPartition } from "../network/result-partition.ts";
import type { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import type { ThreadClock } from "./thread-clock.ts";

/** The end of a chain that is not the last: records, watermarks and statuses go over the network. */
export class NetworkOutput implements Operator {
  readonly #element: Element;
  readonly #out: ResultPartition;
  readonly #clock: ThreadClock;
  readonly #forked: ((id: number, copies: number) => void) | undefined;

  /** `forked` hears of a record's further copies (BROADCAST). */
  constructor(
    element: Element,
    out: ResultPartition,
    clock: ThreadClock,
    forked?: (id: number, copies: number) => void,
  ) {
    this.#element = element;
    this.#out = out;
    this.#clock = clock;
    this.#forked = forked;
  }

  processElement(): void {
    const copies = this.#out.emit(this.#element, this.#clock.now);
    if (copies !== 1) this.#forked?.(this.#element.id, copies - 1);
  }

  processWatermark(ts: EventTime): void {
    this.#out.broadcast(WATERMARK, ts, this.#clock.now);
  }

  processStatus(idle: boolean): void {
    this.#out.broadcast(idle ? STATUS_IDLE : STATUS_ACTIVE, 0, this.#clock.now);
  }
}
