import type { Operator } from "../operator/operator.ts";
import type { SinkState } from "../sink/sink-state.ts";

/**
 * How a sink is closed: `graceful` aborts the transaction in progress, `kill` sends nothing at all
 * (S13), `finished` follows a stop-with-savepoint, when everything is committed (C26).
 */
export type CloseKind = "graceful" | "kill" | "finished";

/** The sink at the end of a chain, as its subtask runs it. */
export interface SinkRuntime extends Operator {
  /** initializeState: commits what the restored state holds and cleans up (S5, S9, S10). */
  open(done: () => void, failed: (reason: string) => void): void;
  /** prepareSnapshotPreBarrier (S1). */
  preCommit(checkpointId: number): void;
  /** snapshotState (S2): the next transaction begins. */
  snapshot(checkpointId: number): SinkState;
  /** Commits in the task thread (S3), then `done`. */
  notifyComplete(checkpointId: number, done: () => void): void;
  close(how: CloseKind): void;
  /** As `ChainEnd.actsFrom`. */
  actsFrom?(nextElementAt: number): number;
}
