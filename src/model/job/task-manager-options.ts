import type { LatencyModel } from "../../engine/latency.ts";

/** The task managers of one job: how many subtasks die together, and when slots are there again. */
export interface TaskManagerOptions {
  /** `taskmanager.numberOfTaskSlots`; Flink: 1. */
  readonly slots: number;
  /** `slotmanager.redundant-taskmanager-num`: some that wait for one to die; Flink: 0. */
  readonly spare: number;
  /** From the restart that lacks slots to a new one that offers them (K11). */
  readonly startUp: LatencyModel;
  /** `heartbeat.interval` and `heartbeat.timeout` (C23); Flink: 10 s and 50 s. */
  readonly heartbeatIntervalMicros: number;
  readonly heartbeatTimeoutMicros: number;
  /** `heartbeat.rpc-failure-threshold`: so many calls in a row that meet nobody; Flink: 2. */
  readonly heartbeatFailures: number;
}

/** Flink's own, with task managers that are there at once. */
export const DEFAULT_TASK_MANAGERS: TaskManagerOptions = {
  slots: 1,
  spare: 0,
  startUp: { kind: "constant", us: 0 },
  heartbeatIntervalMicros: 10_000_000,
  heartbeatTimeoutMicros: 50_000_000,
  heartbeatFailures: 2,
};

/**
 * How the JobManager hears of a task manager's death (C23): its connections are reset, or its pod is
 * seen to end; calls of the heartbeat find nobody; or nothing comes back, not even a refusal.
 */
export type LossNotice = "connection" | "unreachable" | "heartbeat";
