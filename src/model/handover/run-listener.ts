import type { SimTime } from "../../engine/clock.ts";
import type { EventTime } from "../event-time.ts";
import type { RecordColumns } from "../kafka/record-columns.ts";
import type { Element } from "../operator/element.ts";
import type { JobRole } from "../options.ts";
import type { SubtaskAttempt } from "./attempts.ts";

/** Hears what a run puts out, as it happens; nothing of it comes back into the run. */
export interface RunListener {
  /**
   * Rows `from` … `to` − 1, appended by `author` in that transaction (−1 = none), became visible to
   * the sink's readers. In log order of each output partition.
   */
  visible(
    rows: RecordColumns,
    from: number,
    to: number,
    author: SubtaskAttempt,
    transaction: number,
    visibleAt: SimTime,
  ): void;
  /** A window dropped that record as late; `epoch` = the last checkpoint before it, 0 = none. */
  droppedLate(role: JobRole, id: number, epoch: number): void;
  /** The job begins (again) from that checkpoint; 0 = from nothing. */
  restored(role: JobRole, checkpoint: number): void;
  /** Undefined: nobody wants to know how it came to that. */
  readonly watch: RunWatch | undefined;
}

/** Hears how records and watermarks go through both jobs; a report's second run listens. */
export interface RunWatch {
  /** A gate let the record in the register pass, or dropped it; `toggle` = what it knew. */
  judged(
    gate: SubtaskAttempt,
    at: SimTime,
    element: Element,
    passed: boolean,
    watermark: EventTime,
    toggle: EventTime | undefined,
  ): void;
  /** A watermark came to the first operator of that subtask, or its input became idle or active. */
  watermark(subtask: SubtaskAttempt, at: SimTime, watermark: EventTime): void;
  status(subtask: SubtaskAttempt, at: SimTime, isIdle: boolean): void;
  /** The barrier of that checkpoint has passed the subtask. */
  barrier(subtask: SubtaskAttempt, at: SimTime, checkpoint: number): void;
}
