import type { EventTime } from "../event-time.ts";
import type { ConfigMapData, ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import type { GateMemory } from "../protocol/gate-memory.ts";

/** The state of a `FlinkBlueGreenDeployment`'s status. */
export type BlueGreenState =
  | "INITIALIZING_BLUE"
  | "ACTIVE_BLUE"
  | "ACTIVE_GREEN"
  | "SAVEPOINTING_BLUE"
  | "SAVEPOINTING_GREEN"
  | "TRANSITIONING_TO_BLUE"
  | "TRANSITIONING_TO_GREEN";

export type SavepointStatus = "none" | "pending" | "completed" | "failed";

/**
 * `savepoint`: the one that was taken last, by whichever job. `own-checkpoint`: where the deployment
 * of that colour had got before it was suspended.
 */
export type DeployFrom = "savepoint" | "nothing" | "latest-checkpoint" | "own-checkpoint";

/** Of a stop with a savepoint; `finished`: everything is committed, the job is gone. */
export type StopStatus = "none" | "pending" | "finished" | "failed";

/** `stable` = lifecycle STABLE; with `running` it is what the controller calls ready. */
export interface JobStatus {
  readonly exists: boolean;
  readonly running: boolean;
  readonly stable: boolean;
  /** Since its deployment all tasks have been RUNNING at some time. */
  readonly hasRun: boolean;
  /** Its restarts are exhausted. */
  readonly failed: boolean;
}

/** What a completed checkpoint tells somebody who reads it. */
export interface CheckpointView {
  /** Next offset by input partition (C16). */
  readonly offsets: readonly number[];
  /** By gate subtask; empty if its gates keep nothing. */
  readonly gates: readonly GateMemory[];
}

/** The cluster as the controller sees and changes it. Every call returns at once. */
export interface ControllerHost {
  triggerSavepoint(colour: Colour): void;
  savepointStatus(colour: Colour): SavepointStatus;
  /** `isWarm`: onto task managers that run already. A job that runs is cancelled first. */
  deploy(colour: Colour, from: DeployFrom, isWarm?: boolean): void;
  jobStatus(colour: Colour): JobStatus;
  /** The deployment is deleted; a running job is cancelled (K12). */
  delete(colour: Colour): void;
  /** Stops the job; with a savepoint it is stop-with-savepoint, which commits. */
  suspend(colour: Colour, how: "savepoint" | "stateless"): void;
  isSuspended(colour: Colour): boolean;
  /** Stop-with-savepoint, once; its savepoint is the one that `deploy` takes from then on. */
  stop(colour: Colour): void;
  stopStatus(colour: Colour): StopStatus;
  /**
   * Redeploys a job from where its output ends: the savepoint of a stop that has got so far, else its
   * latest checkpoint.
   */
  resume(colour: Colour): void;
  /** A nonce bump: restarts the deployment from the transition's savepoint; `state` stays as it is. */
  redeploy(colour: Colour): void;
  /** min over the subtasks of `bluegreenGateHandOverDone`; 0 when there is none. */
  gateGauge(colour: Colour): number;
  /** All gate subtasks of the job, by name. */
  gateNames(colour: Colour): readonly string[];
  /** The highest watermark at any gate of either job. */
  maxWatermark(): EventTime;
  /** The last checkpoint that the deployment has completed itself; a savepoint is none. */
  lastCheckpoint(colour: Colour): CheckpointView | undefined;
  readConfigMap(): ConfigMapData;
  replaceConfigMap(data: ConfigMapData): void;
  updateConfigMap(entries: ConfigMapEntries): void;
  /** From now on `reconcile` is called as well when the controller's own watch delivers the map. */
  watchConfigMap(): void;
  /** Calls `reconcile` again at that wall-clock millisecond. */
  schedule(atMillis: number): void;
  transition(from: BlueGreenState, to: BlueGreenState, why: string): void;
  /** An event for whoever looks after the deployment: something was refused, or is overdue. */
  notice(text: string): void;
}
