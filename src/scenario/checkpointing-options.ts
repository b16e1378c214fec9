import type { CheckpointingOptions } from "../model/options.ts";
import { countKey, durationKey, wordKey } from "./manifest-keys.ts";
import type { JobFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

type CheckpointingFile = NonNullable<JobFile["checkpointing"]>;

/** Flink's own settings, then how long its work takes, which no setting of Flink says (C15). */
export function checkpointingOptions(file: CheckpointingFile, take: Take): CheckpointingOptions {
  const prefix = "execution.checkpointing";
  const modes = { EXACTLY_ONCE: "EXACTLY_ONCE", AT_LEAST_ONCE: "AT_LEAST_ONCE" } as const;
  return {
    intervalMicros: take(
      "checkpointing.interval",
      file.interval,
      0,
      durationKey(`${prefix}.interval`),
    ),
    minPauseMicros: take(
      "checkpointing.min-pause",
      file["min-pause"],
      0,
      durationKey(`${prefix}.min-pause`),
    ),
    maxConcurrent: take(
      "checkpointing.max-concurrent",
      file["max-concurrent"],
      1,
      countKey(1, `${prefix}.max-concurrent-checkpoints`),
    ),
    timeoutMicros: take(
      "checkpointing.timeout",
      file.timeout,
      600_000_000,
      durationKey(`${prefix}.timeout`),
    ),
    tolerableFailures: take(
      "checkpointing.tolerable-failures",
      file["tolerable-failures"],
      0,
      countKey(0, `${prefix}.tolerable-failed-checkpoints`),
    ),
    mode: take<CheckpointingOptions["mode"]>(
      "checkpointing.mode",
      file.mode,
      "EXACTLY_ONCE",
      wordKey(modes, `${prefix}.mode`),
    ),
    ...checkpointWork(file, take),
  };
}

function checkpointWork(
  file: CheckpointingFile,
  take: Take,
): Pick<CheckpointingOptions, "syncMicros" | "async" | "rpc" | "notificationLoss"> {
  return {
    syncMicros: take("checkpointing.sync", file.sync, 1_000),
    async: take("checkpointing.async", file.async, {
      kind: "lognormal",
      medianUs: 5_000,
      p99Us: 93_000,
    }),
    rpc: take("checkpointing.rpc", file.rpc, { kind: "lognormal", medianUs: 1_000, p99Us: 20_000 }),
    notificationLoss: take("checkpointing.notification-loss", file["notification-loss"], 0),
  };
}
