import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { StreamOutput, WatermarkOutput } from "./watermark-output.ts";

/**
 * `WatermarkToDataOutput` (W5): passes on rising watermarks only, ACTIVE before the first one after
 * IDLE, and a status only when it changes.
 */
export class WatermarkToDataOutput implements WatermarkOutput {
  readonly #output: StreamOutput;
  #highest: EventTime = MIN_WATERMARK;
  #isIdle = false;

  constructor(output: StreamOutput) {
    this.#output = output;
  }

  emitWatermark(watermark: EventTime): void {
    if (watermark <= this.#highest) return;
    this.#highest = watermark;
    this.markActive();
    this.#output.watermark(watermark);
  }

  markIdle(): void {
    if (this.#isIdle) return;
    this.#isIdle = true;
    this.#output.status(true);
  }

  markActive(): void {
    if (!this.#isIdle) return;
    this.#isIdle = false;
    this.#output.status(false);
  }
}
