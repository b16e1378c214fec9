import type { Job } from "../job/job.ts";
import type { FaultOptions, JobRole } from "../options.ts";
import type { Anchors } from "./anchors.ts";

/** Arranges every declared fault; `struck` hears of each as it happens. */
export function injectFaults(
  faults: readonly FaultOptions[],
  anchors: Anchors,
  jobs: Readonly<Record<JobRole, Job>>,
  struck: (fault: FaultOptions) => void,
): void {
  for (const fault of faults) {
    anchors.when(fault.at, () => {
      struck(fault);
      strike(fault, jobs);
    });
  }
}

function strike(fault: FaultOptions, jobs: Readonly<Record<JobRole, Job>>): void {
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
        if (isMeant) parts.gate?.breakWatch(fault.forMicros);
      }
      break;
    case "lose-notifications":
      jobs[fault.job].checkpoints.loseNotifications(fault.forMicros);
      break;
    case "fail-savepoint":
      jobs.outgoing.checkpoints.failNextSavepoint();
      break;
  }
}
