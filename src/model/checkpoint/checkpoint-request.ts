import type { SimTime } from "../../engine/clock.ts";

/**
 * What is asked for. `periodic`: by the scheduler; `checkpoint`: by a user; `savepoint`: without
 * stop (C25); `stop-with-savepoint` and `stop-with-drain`: synchronous, end the job (C26).
 */
export type CheckpointKind =
  | "periodic"
  | "checkpoint"
  | "savepoint"
  | "stop-with-savepoint"
  | "stop-with-drain";

/** One request for a checkpoint (`CheckpointTriggerRequest` with its `CheckpointProperties`). */
export interface CheckpointRequest {
  /** Order of submission, from 1. */
  readonly number: number;
  readonly kind: CheckpointKind;
  readonly isPeriodic: boolean;
  readonly isSavepoint: boolean;
  /** Tasks wait for its completion and then finish (C26). */
  readonly isSynchronous: boolean;
  /** Runs whatever is pending, and without a pause (C2). */
  readonly isForced: boolean;
  readonly requestedAt: SimTime;
}

/**
 * The request as Flink makes it with unaligned checkpoints off: then every savepoint is forced (C2).
 * Not modelled: unaligned checkpoints, under which savepoints wait their turn.
 */
export function checkpointRequest(
  number: number,
  kind: CheckpointKind,
  now: SimTime,
): CheckpointRequest {
  const isSynchronous = kind === "stop-with-savepoint" || kind === "stop-with-drain";
  const isSavepoint = isSynchronous || kind === "savepoint";
  return {
    number,
    kind,
    isPeriodic: kind === "periodic",
    isSavepoint,
    isSynchronous,
    isForced: isSavepoint,
    requestedAt: now,
  };
}
