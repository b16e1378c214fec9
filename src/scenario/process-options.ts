import type { JobOptions } from "../model/options.ts";
import { countKey, durationKey, wordKey } from "./manifest-keys.ts";
import type { JobFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

type Processes = Pick<JobOptions, "failover" | "taskManagers" | "jobManager">;

/** A pod, a JVM, a registration (K11); no option of Flink says it. */
const TASK_MANAGER_START_UP = { kind: "lognormal", medianUs: 3_000_000, p99Us: 8_000_000 } as const;
/** A lease of 15 s that runs out, looked at every 5 s (K10). */
const RECOVERY = { kind: "uniform", lowUs: 15_000_000, highUs: 20_000_000 } as const;

/** The processes that a job runs in, and what fails together (C22, C23, K10). */
export function processOptions(own: JobFile, pipeline: JobFile, take: Take): Processes {
  const strategies = { region: "region", full: "full" } as const;
  return {
    failover: take<Processes["failover"]>(
      "failover",
      own.failover ?? pipeline.failover,
      "region",
      wordKey(strategies, "jobmanager.execution.failover-strategy"),
    ),
    taskManagers: taskManagerOptions(
      { ...pipeline["task-managers"], ...own["task-managers"] },
      take,
    ),
    jobManager: jobManagerOptions({ ...pipeline["job-manager"], ...own["job-manager"] }, take),
  };
}

function taskManagerOptions(
  file: NonNullable<JobFile["task-managers"]>,
  take: Take,
): NonNullable<JobOptions["taskManagers"]> {
  return {
    slots: take("task-managers.slots", file.slots, 1, countKey(1, "taskmanager.numberOfTaskSlots")),
    spare: take(
      "task-managers.spare",
      file.spare,
      0,
      countKey(0, "slotmanager.redundant-taskmanager-num"),
    ),
    startUp: take("task-managers.start-up", file["start-up"], TASK_MANAGER_START_UP),
    heartbeatIntervalMicros: take(
      "task-managers.heartbeat-interval",
      file["heartbeat-interval"],
      10_000_000,
      durationKey("heartbeat.interval"),
    ),
    heartbeatTimeoutMicros: take(
      "task-managers.heartbeat-timeout",
      file["heartbeat-timeout"],
      50_000_000,
      durationKey("heartbeat.timeout"),
    ),
    heartbeatFailures: take(
      "task-managers.heartbeat-failures",
      file["heartbeat-failures"],
      2,
      countKey(1, "heartbeat.rpc-failure-threshold"),
    ),
  };
}

function jobManagerOptions(
  file: NonNullable<JobFile["job-manager"]>,
  take: Take,
): NonNullable<JobOptions["jobManager"]> {
  return {
    isHighlyAvailable: take(
      "job-manager.high-availability",
      file["high-availability"],
      false,
      wordKey(HIGH_AVAILABILITY, "high-availability.type", "high-availability"),
    ),
    recovery: take("job-manager.recovery", file.recovery, RECOVERY),
  };
}

const HIGH_AVAILABILITY: Readonly<Record<string, boolean>> = {
  none: false,
  kubernetes: true,
  zookeeper: true,
  "org.apache.flink.kubernetes.highavailability.kuberneteshaservicesfactory": true,
};
