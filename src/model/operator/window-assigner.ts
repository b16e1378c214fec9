import type { EventTime } from "../event-time.ts";
import type { WindowStage } from "../keyed-stages.ts";

export type WindowAssigner = WindowStage["assigner"];

/** The start of the tumbling window of `ts` (Flink: `TimeWindow.getWindowStartWithOffset`). */
export function windowStart(ts: EventTime, offset: number, size: number): EventTime {
  return Math.floor((ts - offset) / size) * size + offset;
}
