import type { SpecEdit } from "./controller/spec-edit.ts";
import type { LossNotice } from "./job/task-manager-options.ts";

type Role = "outgoing" | "incoming";

/** Something that happened, from which a fault's time is counted. */
export type Anchor =
  | "start"
  | "handover-started"
  | "savepoint-completed"
  | "incoming-running"
  | "transitioning"
  /** The gates are asked about a cut: of the protocols that agree upon one. */
  | "cut-proposed"
  | "toggle-written"
  | "outgoing-crossed"
  | "clear-written"
  | "outgoing-deleted"
  | "handed-over"
  /** The hand-over came to nothing after its incoming job had been created. */
  | "aborted";

export interface FaultMoment {
  readonly anchor: Anchor;
  readonly offsetMicros: number;
}

export type FaultOptions = { readonly at: FaultMoment } & (
  | {
      readonly kind: "kill-task";
      readonly job: Role;
      readonly task: number;
      readonly subtask: number;
    }
  | { readonly kind: "kill-job"; readonly job: Role }
  /** Its process dies with all subtasks in it (C23). Numbered from 0, as its slots are filled. */
  | {
      readonly kind: "kill-task-manager";
      readonly job: Role;
      readonly taskManager: number;
      readonly notice: LossNotice;
    }
  /** Its process dies; another one leads after `JobOptions.jobManager.recovery` (K10). */
  | { readonly kind: "kill-job-manager"; readonly job: Role }
  /** A whole task manager stands still: threads, informers, answers. A pause of its garbage collector. */
  | {
      readonly kind: "pause";
      readonly job: Role;
      readonly taskManager: number;
      readonly forMicros: number;
    }
  /** The next record that any subtask of the source task takes makes it fail. */
  | { readonly kind: "fail-record"; readonly job: Role }
  /** One subtask (or all of the task) stops working for a while: GC pause, slow disk. */
  | {
      readonly kind: "stall";
      readonly job: Role;
      readonly task: number;
      readonly subtask: number | undefined;
      readonly forMicros: number;
    }
  | {
      readonly kind: "break-watch";
      readonly job: Role;
      readonly subtask: number | undefined;
      readonly forMicros: number;
    }
  /** What its subtasks send one another takes so much longer. */
  | {
      readonly kind: "slow-network";
      readonly job: Role;
      readonly byMicros: number;
      readonly forMicros: number;
    }
  | { readonly kind: "lose-notifications"; readonly job: Role; readonly forMicros: number }
  | { readonly kind: "fail-savepoint" }
  /** Of the next savepoint to begin no subtask will be done. */
  | { readonly kind: "hang-savepoint" }
  /** Nothing can be written to the job's checkpoint storage. */
  | { readonly kind: "fail-checkpoints"; readonly job: Role; readonly forMicros: number }
  /** What is uploaded takes so much longer. */
  | {
      readonly kind: "slow-checkpoints";
      readonly job: Role;
      readonly byMicros: number;
      readonly forMicros: number;
    }
  /** Somebody edits the spec: another job is asked for, or the active one is changed in place. */
  | { readonly kind: "edit-spec"; readonly edit: SpecEdit }
  /** Somebody asks again for a hand-over that came to nothing; nothing happens if none has. */
  | { readonly kind: "retry" }
  | { readonly kind: "controller-restart"; readonly forMicros: number }
  /** Nobody reaches the API server. */
  | { readonly kind: "api-outage"; readonly forMicros: number }
  /** No producer reaches the broker of the output; its scans for old transactions go on. */
  | { readonly kind: "broker-outage"; readonly forMicros: number }
  /**
   * A wall clock is set: the controller's (no job), or of one or all task managers of a job. Gates read
   * it for their writes and their idle rule, processing time goes by it. Nothing goes by a JobManager's.
   */
  | {
      readonly kind: "set-clock";
      readonly job: Role | undefined;
      readonly taskManager: number | undefined;
      /** Ahead of true time; negative: behind. */
      readonly aheadMillis: number;
    }
  /** The deployment of that job loses its labels, and the operator has a selector (fault 17). */
  | { readonly kind: "lose-labels"; readonly job: Role }
);
