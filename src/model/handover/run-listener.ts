import type { SimTime } from "../../engine/clock.ts";
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
  /** A record left a gate. Undefined: nobody judges the gates apart. */
  readonly passed: ((author: SubtaskAttempt, at: SimTime, element: Element) => void) | undefined;
}
