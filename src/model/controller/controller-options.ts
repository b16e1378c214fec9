import type { Colour } from "../options.ts";
import type { PublishedRules } from "../protocol/controller-rules.ts";
import type { DeployFrom } from "./controller-host.ts";

/** Settings of a `FlinkBlueGreenDeployment`; all times in milliseconds. */
export interface ControllerOptions {
  /** `deployment-deletion.delay`: 0 by default. */
  readonly deletionDelayMillis: number;
  /** `abort.grace-period`: 10 min by default. */
  readonly abortGraceMillis: number;
  /** `gate.timeout`; unset = the abort grace. */
  readonly gateTimeoutMillis: number;
  /** `reconciliation.reschedule-interval`: 15 s by default. */
  readonly rescheduleMillis: number;
  /** `state.savepoints.dir` is set. */
  readonly savepointsDir: boolean;
  /** How the outgoing job ends; "published": as the protocol says. */
  readonly teardown: "published" | "cancel" | "stop-with-savepoint";
  /** Somebody says when the incoming job is RUNNING: until then nobody polls. */
  readonly hearsOfReadiness: boolean;
  /** Past the gate's deadline, which every protocol has then, nothing is done any more. */
  readonly givesUpSilently: boolean;
  /** SAVEPOINT and LAST_STATE take a fresh savepoint; the published code never uses the others. */
  readonly startFrom: DeployFrom;
  /** Fault 13 (FLINK-40119): after an abort the next BASIC transition deletes without its delay. */
  readonly keepsStaleReadyStamp: boolean;
  /** Both jobs take checkpoints. */
  readonly hasCheckpoints: boolean;
  /** A colour that runs already, first deployment over; undefined = nothing is deployed yet. */
  readonly deployed: Colour | undefined;
}

/** The same for the controller as published. */
export interface PublishedControllerOptions extends ControllerOptions {
  readonly rules: PublishedRules;
}

/** Hard-coded: the wait before a deletion is looked at again. */
export const DELETE_RETRY_MILLIS = 500;
