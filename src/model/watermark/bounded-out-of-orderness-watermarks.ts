import { type EventTime, MIN_WATERMARK, saturatingAdd, saturatingSubtract } from "../event-time.ts";
import type { WatermarkGenerator } from "./watermark-generator.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

/**
 * `BoundedOutOfOrdernessWatermarks` (W1): offers the highest timestamp seen − bound − 1 ms at each
 * periodic emit, MIN before the first record. Bound 0 is `AscendingTimestampsWatermarks`.
 */
export class BoundedOutOfOrdernessWatermarks implements WatermarkGenerator {
  readonly #delay: number;
  // Not MIN + bound + 1, as in Flink: a double that near to the end could not hold it.
  #candidate: EventTime = MIN_WATERMARK;
  #highest: EventTime = MIN_WATERMARK;

  constructor(boundMillis: number) {
    if (!(boundMillis >= 0)) throw new RangeError(`bound ${boundMillis} ms is negative`);
    this.#delay = saturatingAdd(boundMillis, 1);
  }

  onEvent(timestamp: EventTime): void {
    // NaN, a record without a timestamp, is not higher either.
    if (!(timestamp > this.#highest)) return;
    this.#highest = timestamp;
    this.#candidate = saturatingSubtract(timestamp, this.#delay);
  }

  onPeriodicEmit(output: WatermarkOutput): void {
    output.emitWatermark(this.#candidate);
  }
}
