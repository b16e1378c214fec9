import type { EventTime } from "../event-time.ts";

/** What a generator writes to (`WatermarkOutput`); calls may repeat. */
export interface WatermarkOutput {
  emitWatermark(watermark: EventTime): void;
  markIdle(): void;
  markActive(): void;
}

/** What a task sends on: rising watermarks, and a status only when it changes. */
export interface StreamOutput {
  watermark(watermark: EventTime): void;
  status(idle: boolean): void;
}
