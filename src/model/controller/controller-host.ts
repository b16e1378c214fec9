import type { ConfigMapData, ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";

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
export type DeployFrom = "savepoint" | "nothing" | "latest-checkpoint";

/** `stable` = lifecycle STABLE; with `running` it is what the controller calls ready. */
export interface JobStatus {
  readonly exists: boolean;
  readonly running: boolean;
  readonly stable: boolean;
}

/** The cluster as the controller sees and changes it. Every call returns at once. */
export interface ControllerHost {
  triggerSavepoint(colour: Colour): void;
  savepointStatus(colour: Colour): SavepointStatus;
  deploy(colour: Colour, from: DeployFrom): void;
  jobStatus(colour: Colour): JobStatus;
  /** The deployment is deleted; a running job is cancelled (K12). */
  delete(colour: Colour): void;
  /** Stops the job; with a savepoint it is stop-with-savepoint, which commits. */
  suspend(colour: Colour, how: "savepoint" | "stateless"): void;
  isSuspended(colour: Colour): boolean;
  /** A nonce bump: restarts the deployment from the transition's savepoint; `state` stays as it is. */
  redeploy(colour: Colour): void;
  /** min over the subtasks of `bluegreenGateHandOverDone`; 0 when there is none. */
  gateGauge(colour: Colour): number;
  readConfigMap(): ConfigMapData;
  replaceConfigMap(data: ConfigMapData): void;
  updateConfigMap(entries: ConfigMapEntries): void;
  /** Calls `reconcile` again at that wall-clock millisecond. */
  schedule(atMillis: number): void;
  transition(from: BlueGreenState, to: BlueGreenState, why: string): void;
}
