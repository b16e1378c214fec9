import type { FaultOptions } from "../../model/fault-options.ts";

/** What a fault strikes, as a scenario names it: "outgoing/1/0", "incoming", "outgoing savepoint". */
export function faultTarget(fault: FaultOptions): string {
  switch (fault.kind) {
    case "kill-task":
      return `${fault.job}/${fault.task}/${fault.subtask}`;
    case "stall":
      return fault.subtask === undefined
        ? `${fault.job}/${fault.task}`
        : `${fault.job}/${fault.task}/${fault.subtask}`;
    case "break-watch":
      return fault.subtask === undefined ? fault.job : `${fault.job}/${fault.subtask}`;
    case "kill-task-manager":
    case "pause":
      return `${fault.job}/task-manager/${fault.taskManager}`;
    case "slow-network":
      return `${fault.job}/network`;
    case "kill-job-manager":
      return `${fault.job}/job-manager`;
    case "kill-job":
    case "fail-record":
    case "lose-notifications":
    case "lose-labels":
      return fault.job;
    case "fail-checkpoints":
    case "slow-checkpoints":
      return `${fault.job}/checkpoints`;
    case "api-outage":
      return "kubernetes";
    case "broker-outage":
      return "kafka";
    case "set-clock":
      if (fault.job === undefined) return "controller";
      return fault.taskManager === undefined
        ? fault.job
        : `${fault.job}/task-manager/${fault.taskManager}`;
    case "fail-savepoint":
    case "hang-savepoint":
      return "outgoing";
    case "edit-spec":
    case "retry":
    case "controller-restart":
      return "controller";
  }
}
