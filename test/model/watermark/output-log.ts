import type {
  StreamOutput,
  WatermarkOutput,
} from "../../../src/model/watermark/watermark-output.ts";

/** What came out, in order: numbers are watermarks. */
export class OutputLog implements StreamOutput, WatermarkOutput {
  readonly #entries: (number | "IDLE" | "ACTIVE")[] = [];

  watermark(watermark: number): void {
    this.#entries.push(watermark);
  }

  emitWatermark(watermark: number): void {
    this.#entries.push(watermark);
  }

  status(idle: boolean): void {
    this.#entries.push(idle ? "IDLE" : "ACTIVE");
  }

  markIdle(): void {
    this.#entries.push("IDLE");
  }

  markActive(): void {
    this.#entries.push("ACTIVE");
  }

  /** Since the last call. */
  take(): readonly (number | "IDLE" | "ACTIVE")[] {
    return this.#entries.splice(0);
  }
}
