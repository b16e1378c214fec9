import type { LatencyModel } from "../../engine/latency.ts";

/**
 * How somebody hands over who is not the operator as published: a script, a test bed, another
 * operator. The rules of the protocol stay what they are.
 */
export interface OperatorHabits {
  /** The outgoing job goes on after its savepoint, or is stopped with it. */
  readonly savepoint: "intermediate" | "stop";
  /** From the savepoint's completion to the next step; undefined: the next poll sees it. */
  readonly afterSavepoint: LatencyModel | undefined;
  /** From the incoming job's tasks RUNNING to the next look; undefined: the next poll sees it. */
  readonly afterReady: LatencyModel | undefined;
  /** How the outgoing job ends; "published": as the protocol says. */
  readonly teardown: "published" | "cancel" | "stop-with-savepoint";
  /** Past the gate's deadline both jobs are left as they are, whatever the protocol says. */
  readonly givesUpSilently: boolean;
}
