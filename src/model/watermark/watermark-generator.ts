import type { EventTime } from "../event-time.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

/** Flink's `WatermarkGenerator`, periodic: it sees each record and writes when it is asked to. */
export interface WatermarkGenerator {
  onEvent(timestamp: EventTime): void;
  onPeriodicEmit(output: WatermarkOutput): void;
}
