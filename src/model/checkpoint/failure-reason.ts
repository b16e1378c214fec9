/** Why a checkpoint or a request for one failed, in Flink's words (`CheckpointFailureReason`). */
export type CheckpointFailureReason =
  | "PERIODIC_SCHEDULER_SHUTDOWN"
  | "TOO_MANY_CHECKPOINT_REQUESTS"
  | "MINIMUM_TIME_BETWEEN_CHECKPOINTS"
  | "NOT_ALL_REQUIRED_TASKS_RUNNING"
  | "IO_EXCEPTION"
  | "CHECKPOINT_ASYNC_EXCEPTION"
  | "CHECKPOINT_COORDINATOR_SUSPEND"
  | "CHECKPOINT_DECLINED"
  | "CHECKPOINT_DECLINED_TASK_NOT_READY"
  | "CHECKPOINT_DECLINED_TASK_CLOSING"
  | "CHECKPOINT_EXPIRED"
  | "CHECKPOINT_SUBSUMED"
  | "FINALIZE_CHECKPOINT_FAILURE"
  | "TASK_FAILURE"
  | BarrierAbortReason;

/** Why a task gave up a checkpoint while it aligned its barriers (C10, C11, C12). */
export type BarrierAbortReason =
  | "CHECKPOINT_DECLINED_SUBSUMED"
  | "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER"
  | "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM";

/** C8: the five reasons that count against `execution.checkpointing.tolerable-failed-checkpoints`. */
export function countsAsFailure(reason: CheckpointFailureReason): boolean {
  switch (reason) {
    case "CHECKPOINT_DECLINED":
    case "CHECKPOINT_ASYNC_EXCEPTION":
    case "IO_EXCEPTION":
    case "CHECKPOINT_EXPIRED":
    case "FINALIZE_CHECKPOINT_FAILURE":
      return true;
    default:
      return false;
  }
}
