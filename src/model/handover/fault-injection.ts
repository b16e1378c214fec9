import type { FaultOptions } from "../fault-options.ts";
import type { Job } from "../job/job.ts";
import type { JobRole } from "../options.ts";
import type { Anchors } from "./anchors.ts";
import type { Cluster } from "./cluster.ts";

/** What a fault can strike; without a hand-over nobody looks after the jobs. */
export interface FaultTargets {
  readonly jobs: Readonly<Record<JobRole, Job>>;
  readonly cluster: Cluster | undefined;
  readonly now: () => number;
}

/** A fault that has struck, and how often it has made a difference since. */
export interface Strike {
  readonly fault: FaultOptions;
  effects: number;
}

/** Arranges every declared fault; `struck` hears of each as it happens. */
export function injectFaults(
  faults: readonly FaultOptions[],
  anchors: Anchors,
  targets: FaultTargets,
  struck: (strike: Strike) => void,
): void {
  for (const fault of faults) {
    anchors.when(fault.at, () => {
      const made: Strike = { fault, effects: 0 };
      struck(made);
      const happened = (times = 1): void => {
        made.effects += times;
      };
      strike(fault, targets, happened);
    });
  }
}

type Happened = (times?: number) => void;

function strike(fault: FaultOptions, targets: FaultTargets, happened: Happened): void {
  switch (fault.kind) {
    case "edit-spec":
    case "retry":
    case "controller-restart":
    case "lose-labels":
      if (targets.cluster !== undefined) strikeOperator(fault, targets.cluster, happened);
      break;
    case "lose-notifications":
    case "fail-savepoint":
      strikeCheckpoints(fault, targets, happened);
      break;
    default:
      strikeJob(fault, targets.jobs[fault.job], happened);
  }
}

type Of<K extends FaultOptions["kind"]> = Extract<FaultOptions, { readonly kind: K }>;

function strikeOperator(
  fault: Of<"edit-spec" | "retry" | "controller-restart" | "lose-labels">,
  cluster: Cluster,
  happened: Happened,
): void {
  switch (fault.kind) {
    case "edit-spec":
      cluster.edit(fault.edit);
      happened();
      break;
    case "retry":
      if (cluster.retry()) happened();
      break;
    case "controller-restart":
      if (cluster.restartController(fault.forMicros)) happened();
      break;
    case "lose-labels":
      cluster.loseLabels(fault.job, happened);
      break;
  }
}

function strikeCheckpoints(
  fault: Of<"lose-notifications" | "fail-savepoint">,
  { jobs, now }: FaultTargets,
  happened: Happened,
): void {
  switch (fault.kind) {
    case "lose-notifications":
      jobs[fault.job].checkpoints.faults.loseNotifications(now() + fault.forMicros, happened);
      break;
    case "fail-savepoint":
      jobs.outgoing.checkpoints.faults.failNextSavepoint(happened);
      break;
  }
}

type JobFault =
  | "kill-task"
  | "kill-job"
  | "kill-task-manager"
  | "kill-job-manager"
  | "fail-record"
  | "stall"
  | "pause"
  | "break-watch";

function strikeJob(fault: Of<JobFault>, { faults }: Job, happened: Happened): void {
  switch (fault.kind) {
    case "kill-task":
      happened(faults.killTask(fault.task, fault.subtask));
      break;
    case "kill-job":
      happened(faults.killAll());
      break;
    case "kill-task-manager":
      happened(faults.killTaskManager(fault.taskManager, fault.notice));
      break;
    case "kill-job-manager":
      happened(faults.killJobManager());
      break;
    case "pause":
      happened(faults.pause(fault.taskManager, fault.forMicros));
      break;
    case "fail-record":
      faults.failNextRecord(happened);
      break;
    case "stall":
      happened(faults.stall(fault.task, fault.subtask, fault.forMicros));
      break;
    case "break-watch":
      faults.breakWatches(fault.subtask, fault.forMicros, happened);
      break;
  }
}
