import type { EventTime } from "../event-time.ts";
import { IndexedCombinedWatermarkStatus } from "./indexed-combined-watermark-status.ts";
import type { StreamOutput } from "./watermark-output.ts";

/**
 * What an operator of several inputs does with the watermarks and statuses of its valves (W15):
 * passes on the combined watermark when it rises, and a status when a *status* changed the
 * combined one. A watermark on an idle input makes the whole active without a word.
 */
export class MultipleInputWatermarks {
  readonly #combined: IndexedCombinedWatermarkStatus;
  readonly #output: StreamOutput;

  constructor(inputs: number, rules: { readonly allIdleFlush: boolean }, output: StreamOutput) {
    this.#combined = new IndexedCombinedWatermarkStatus(inputs, rules);
    this.#output = output;
  }

  watermark(input: number, watermark: EventTime): void {
    if (this.#combined.updateWatermark(input, watermark)) {
      this.#output.watermark(this.#combined.watermark);
    }
  }

  status(input: number, isIdle: boolean): void {
    const wasIdle = this.#combined.isIdle;
    if (this.#combined.updateStatus(input, isIdle)) {
      this.#output.watermark(this.#combined.watermark);
    }
    if (wasIdle !== this.#combined.isIdle) this.#output.status(isIdle);
  }
}
