import type {
  StreamOutput,
  WatermarkOutput,
} from "../../../src/model/watermark/watermark-output.ts";
import { WatermarkToDataOutput } from "../../../src/model/watermark/watermark-to-data-output.ts";
import type { RecordedValues } from "../corpus.ts";

/** Writes what a task sends on into `log`, as the recordings spell it. */
export function streamInto(log: unknown[]): StreamOutput {
  return {
    watermark: (wm) => log.push({ wm }),
    status: (idle) => log.push({ status: idle ? "IDLE" : "ACTIVE" }),
  };
}

/** The two places at which the recordings listen: at the unit itself, or behind W5. */
export function downstreamInto(log: unknown[], downstream: unknown): WatermarkOutput {
  if (downstream === "stream") return new WatermarkToDataOutput(streamInto(log));
  return {
    emitWatermark: (wm) => log.push({ wm }),
    markIdle: () => log.push({ mark: "idle" }),
    markActive: () => log.push({ mark: "active" }),
  };
}

/** Empties the log into an answer's `out`. */
export function taken(log: unknown[]): readonly unknown[] {
  return log.splice(0);
}

/** Whether a recorded `status` step says IDLE. */
export function isIdle(step: RecordedValues): boolean {
  return step["s"] === "IDLE";
}
