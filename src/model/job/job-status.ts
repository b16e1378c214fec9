import type { CheckpointEnd } from "./job-checkpoints.ts";

/**
 * `deploying`: created, its tasks not all RUNNING yet. `unmanaged`: without a JobManager, its tasks
 * may go on. `finished`: stopped with a savepoint.
 */
export type JobStatus =
  | "absent"
  | "deploying"
  | "running"
  | "unmanaged"
  | "restarting"
  | "finished"
  | "failed"
  | "canceled";

/** Hears what becomes of a job. */
export interface JobListener {
  statusChanged(status: JobStatus, reason: string): void;
  checkpointEnded(ended: CheckpointEnd): void;
  /** Subtasks are deployed (again) from that checkpoint; 0 = without state. */
  restored(checkpoint: number): void;
}
