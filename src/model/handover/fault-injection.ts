import type { FaultOptions } from "../fault-options.ts";
import type { Job } from "../job/job.ts";
import type { JobRole } from "../options.ts";
import type { Anchors } from "./anchors.ts";
import type { Cluster } from "./cluster.ts";

/** What a fault can strike; without a hand-over nobody looks after the jobs. */
export interface FaultTargets {
  readonly jobs: Readonly<Record<JobRole, Job>>;
  readonly cluster: Cluster | undefined;
}

/** Arranges every declared fault; `struck` hears of each as it happens. */
export function injectFaults(
  faults: readonly FaultOptions[],
  anchors: Anchors,
  targets: FaultTargets,
  struck: (fault: FaultOptions) => void,
): void {
  for (const fault of faults) {
    anchors.when(fault.at, () => {
      struck(fault);
      strike(fault, targets);
    });
  }
}

function strike(fault: FaultOptions, { jobs, cluster }: FaultTargets): void {
  switch (fault.kind) {
    case "kill-task":
      jobs[fault.job].killTask(fault.task, fault.subtask);
      break;
    case "kill-job":
      jobs[fault.job].killAll();
      break;
    case "fail-record":
      jobs[fault.job].failNextRecord();
      break;
    case "stall":
      for (const { parts } of jobs[fault.job].executions()) {
        const isMeant = fault.subtask === undefined || fault.subtask === parts.subtask;
        if (parts.task === fault.task && isMeant) parts.thread.stall(fault.forMicros);
      }
      break;
    case "break-watch":
      for (const { parts } of jobs[fault.job].executions()) {
        const isMeant = fault.subtask === undefined || fault.subtask === parts.subtask;
        if (!isMeant) continue;
        for (const gate of parts.gates.values()) gate.breakWatch(fault.forMicros);
      }
      break;
    case "lose-notifications":
      jobs[fault.job].checkpoints.loseNotifications(fault.forMicros);
      break;
    case "fail-savepoint":
      jobs.outgoing.checkpoints.failNextSavepoint();
      break;
    case "edit-spec":
      cluster?.edit(fault.edit);
      break;
    case "retry":
      cluster?.retry();
      break;
    case "controller-restart":
      cluster?.restartController(fault.forMicros);
      break;
    case "lose-labels":
      cluster?.loseLabels(fault.job);
      break;
  }
}
