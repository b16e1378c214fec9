import type { EventTime } from "../event-time.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

/**
 * `IdlenessManager` (W6): a source writes to a main output and to the outputs of its splits; the
 * stream is idle only while both are. Both start idle, so an unused one never holds it active.
 */
export class IdlenessManager {
  readonly main: WatermarkOutput;
  readonly splits: WatermarkOutput;

  constructor(underlying: WatermarkOutput) {
    const main = new Half(underlying);
    const splits = new Half(underlying);
    main.other = splits;
    splits.other = main;
    this.main = main;
    this.splits = splits;
  }
}

class Half implements WatermarkOutput {
  other: Half = this;
  readonly #underlying: WatermarkOutput;
  #isIdle = true;

  constructor(underlying: WatermarkOutput) {
    this.#underlying = underlying;
  }

  emitWatermark(watermark: EventTime): void {
    this.#isIdle = false;
    this.#underlying.emitWatermark(watermark);
  }

  markIdle(): void {
    this.#isIdle = true;
    if (this.other.#isIdle) this.#underlying.markIdle();
  }

  markActive(): void {
    this.#isIdle = false;
    this.#underlying.markActive();
  }
}
