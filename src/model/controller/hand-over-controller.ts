import type { BlueGreenState } from "./controller-host.ts";
import type { SpecEdit } from "./spec-edit.ts";

/** A controller of a hand-over, whichever the protocol: driven by `reconcile(now)`. */
export interface HandoverController {
  readonly state: BlueGreenState;
  /** The job status FAILING: the last hand-over was aborted, never began, or is overdue. */
  readonly isFailing: boolean;
  /** Somebody has edited the spec; the next reconcile sees it. */
  edit(kind: SpecEdit): void;
  /** One pass of the reconciler at wall-clock `nowMillis`. */
  reconcile(nowMillis: number): void;
  /** The operator's process was gone and is back: it knows what status, map and children say. */
  restarted(): void;
}
