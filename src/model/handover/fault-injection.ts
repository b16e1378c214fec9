import type { FaultOptions } from "../fault-options.ts";
import type { Job } from "../job/job.ts";
import type { BrokerReach } from "../kafka/broker-reach.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { JobRole } from "../options.ts";
import type { Anchors } from "./anchors.ts";
import type { Cluster } from "./cluster.ts";

/** What a fault can strike; without a hand-over nobody looks after the jobs. */
export interface FaultTargets {
  readonly jobs: Readonly<Record<JobRole, Job>>;
  readonly cluster: Cluster | undefined;
  readonly api: ApiServer;
  readonly brokerReach: BrokerReach;
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
    case "api-outage":
    case "broker-outage":
    case "set-clock":
      strikeSurroundings(fault, targets, happened);
      break;
    case "lose-notifications":
    case "fail-savepoint":
    case "hang-savepoint":
    case "fail-checkpoints":
    case "slow-checkpoints":
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

function strikeSurroundings(
  fault: Of<"api-outage" | "broker-outage" | "set-clock">,
  { jobs, cluster, api, brokerReach, now }: FaultTargets,
  happened: Happened,
): void {
  switch (fault.kind) {
    case "api-outage":
      api.goAway(fault.forMicros, happened);
      for (const { faults } of [jobs.outgoing, jobs.incoming]) {
        happened(faults.apiServerAway(fault.forMicros));
      }
      break;
    case "broker-outage":
      brokerReach.goAway(now() + fault.forMicros, happened);
      break;
    case "set-clock": {
      const { job, taskManager, aheadMillis } = fault;
      if (job !== undefined) happened(jobs[job].faults.setClocks(taskManager, aheadMillis));
      else if (cluster !== undefined) {
        cluster.setClock(aheadMillis);
        happened();
      }
      break;
    }
  }
}

function strikeCheckpoints(
  fault: Of<
    | "lose-notifications"
    | "fail-savepoint"
    | "hang-savepoint"
    | "fail-checkpoints"
    | "slow-checkpoints"
  >,
  { jobs, now }: FaultTargets,
  happened: Happened,
): void {
  const { faults } = jobs["job" in fault ? fault.job : "outgoing"].checkpoints;
  switch (fault.kind) {
    case "lose-notifications":
      faults.loseNotifications(now() + fault.forMicros, happened);
      break;
    case "fail-savepoint":
      faults.failNextSavepoint(happened);
      break;
    case "hang-savepoint":
      faults.hangNextSavepoint(happened);
      break;
    case "fail-checkpoints":
      faults.failUntil(now() + fault.forMicros, happened);
      break;
    case "slow-checkpoints":
      faults.slowUntil(now() + fault.forMicros, fault.byMicros, happened);
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
  | "slow-network"
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
    case "slow-network":
      faults.slowNetwork(fault.forMicros, fault.byMicros, happened);
      break;
    case "break-watch":
      faults.breakWatches(fault.subtask, fault.forMicros, happened);
      break;
  }
}
