import type { EventTime } from "../event-time.ts";

/**
 * What an operator writes into: the record that the element register holds, a watermark, a stream
 * status (Flink: `Output`).
 */
export interface Output {
  record(): void;
  watermark(ts: EventTime): void;
  status(idle: boolean): void;
}

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
