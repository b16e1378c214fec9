import type { EventTime } from "../event-time.ts";

/**
 * One link of a chain, called in the task thread (Flink: `OneInputStreamOperator`). An operator hands
 * on by calling its successor; snapshot and restore are each operator's own, as plain data.
 */
export interface Operator {
  /** The record stands in the element register; it may be overwritten when this returns. */
  processElement(): void;
  processWatermark(ts: EventTime): void;
  processStatus(idle: boolean): void;
}
