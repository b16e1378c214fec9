import type {
  CheckpointingOptions,
  JobOptions,
  JobRole,
  RestartOptions,
  StageOptions,
  WatermarkOptions,
} from "../model/options.ts";
import { countKey, durationKey, numberKey, wordKey } from "./manifest-keys.ts";
import type { JobFile, RestartFile } from "./scenario-file.ts";
import type { KeyedSettings, ManifestKey, Settings } from "./settings.ts";

/** Where one job's settings come from, the nearest first: its own part, the pipeline, the manifest. */
export interface JobSources {
  readonly role: JobRole;
  readonly own: JobFile;
  readonly pipeline: JobFile;
  readonly manifest: KeyedSettings | undefined;
  readonly graph: readonly StageOptions[];
  readonly restoresSinkState: boolean;
  readonly settings: Settings;
}

/** One job with every setting settled. */
export function jobOptions(from: JobSources): JobOptions {
  const { role, own, pipeline, manifest, settings } = from;
  const take = <T>(path: string, given: T | undefined, fallback: T, key?: ManifestKey<T>): T =>
    settings.take(`${role}.${path}`, given, fallback, manifest, key);
  const both = <K extends keyof JobFile>(key: K): JobFile[K] => own[key] ?? pipeline[key];
  const name = take("name", own.name, role);
  const checkpointing = checkpointingOptions(
    { ...pipeline.checkpointing, ...own.checkpointing },
    take,
  );
  const parallelism = take(
    "parallelism",
    both("parallelism"),
    1,
    countKey(1, "job.parallelism", "parallelism.default"),
  );
  return {
    role,
    colour: take("colour", own.colour, role === "outgoing" ? "GREEN" : "BLUE"),
    name,
    flinkVersion: take("flink-version", both("flink-version"), "1.20", VERSION),
    parallelism,
    maxParallelism: take(
      "max-parallelism",
      both("max-parallelism"),
      defaultMaxParallelism(parallelism),
      countKey(1, "pipeline.max-parallelism"),
    ),
    watermarks: watermarkOptions({ ...pipeline.watermarks, ...own.watermarks }, take),
    checkpointing,
    restart: restart(
      { ...pipeline.restart, ...own.restart },
      checkpointing.intervalMicros > 0,
      take,
    ),
    bufferTimeoutMicros: take(
      "buffer-timeout",
      both("buffer-timeout"),
      100_000,
      durationKey("execution.buffer-timeout.interval", "execution.buffer-timeout"),
    ),
    startUp: take("start-up", both("start-up"), {
      kind: "lognormal",
      medianUs: 298_000,
      p99Us: 946_000,
    }),
    graph: from.graph,
    startingOffsets: take("starting-offsets", both("starting-offsets"), "earliest"),
    transactionalIdPrefix: take("prefix", own.prefix, name),
    restoresSinkState: from.restoresSinkState,
  };
}

type Take = <T>(path: string, given: T | undefined, fallback: T, key?: ManifestKey<T>) => T;

const VERSION: ManifestKey<string> = {
  keys: ["flinkVersion"],
  read: (text) => {
    const match = /^v(\d+)_(\d+)$/.exec(text);
    return match === null
      ? { ok: false, reason: `"${text}" is no version; write "v1_20"` }
      : { ok: true, value: `${match[1]}.${match[2]}` };
  },
};

/** KeyGroupRangeAssignment.computeDefaultMaxParallelism: 1.5 times, to a power of two, 128 to 32768. */
function defaultMaxParallelism(parallelism: number): number {
  let power = 128;
  while (power < 32_768 && power < parallelism + Math.floor(parallelism / 2)) power *= 2;
  return power;
}

function watermarkOptions(file: NonNullable<JobFile["watermarks"]>, take: Take): WatermarkOptions {
  return {
    boundMillis: take("watermarks.bound", file.bound, 0),
    intervalMicros: take(
      "watermarks.interval",
      file.interval,
      200_000,
      durationKey("pipeline.auto-watermark-interval"),
    ),
    idlenessMicros: take("watermarks.idleness", file.idleness, 0),
  };
}

function checkpointingOptions(
  file: NonNullable<JobFile["checkpointing"]>,
  take: Take,
): CheckpointingOptions {
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

type Strategy = RestartOptions["strategy"];
const STRATEGIES: Readonly<Record<string, Strategy>> = {
  none: "none",
  off: "none",
  disable: "none",
  fixeddelay: "fixed-delay",
  "fixed-delay": "fixed-delay",
  exponentialdelay: "exponential-delay",
  "exponential-delay": "exponential-delay",
  failurerate: "failure-rate",
  "failure-rate": "failure-rate",
};

/** C22. Without a strategy Flink restarts by exponential-delay if it takes checkpoints, or not at all. */
function restart(file: RestartFile, takesCheckpoints: boolean, take: Take): RestartOptions {
  const at = "restart-strategy";
  const strategy = take<Strategy>(
    "restart.strategy",
    file.strategy,
    takesCheckpoints ? "exponential-delay" : "none",
    wordKey(STRATEGIES, `${at}.type`, at),
  );
  switch (strategy) {
    case "none":
      return { strategy };
    case "fixed-delay":
      return {
        strategy,
        attempts: take(
          "restart.attempts",
          file.attempts,
          1,
          countKey(0, `${at}.${strategy}.attempts`),
        ),
        delayMicros: take(
          "restart.delay",
          file.delay,
          1_000_000,
          durationKey(`${at}.${strategy}.delay`),
        ),
      };
    case "exponential-delay":
      return {
        strategy,
        initialMicros: take(
          "restart.initial-backoff",
          file["initial-backoff"],
          1_000_000,
          durationKey(`${at}.${strategy}.initial-backoff`),
        ),
        maxMicros: take(
          "restart.max-backoff",
          file["max-backoff"],
          60_000_000,
          durationKey(`${at}.${strategy}.max-backoff`),
        ),
        multiplier: take(
          "restart.multiplier",
          file.multiplier,
          1.5,
          numberKey(`${at}.${strategy}.backoff-multiplier`),
        ),
        jitter: take(
          "restart.jitter",
          file.jitter,
          0.1,
          numberKey(`${at}.${strategy}.jitter-factor`),
        ),
        resetMicros: take(
          "restart.reset-after",
          file["reset-after"],
          3_600_000_000,
          durationKey(`${at}.${strategy}.reset-backoff-threshold`),
        ),
      };
    case "failure-rate":
      return {
        strategy,
        maxFailures: take(
          "restart.max-failures",
          file["max-failures"],
          1,
          countKey(1, `${at}.${strategy}.max-failures-per-interval`),
        ),
        intervalMicros: take(
          "restart.interval",
          file.interval,
          60_000_000,
          durationKey(`${at}.${strategy}.failure-rate-interval`),
        ),
        delayMicros: take(
          "restart.delay",
          file.delay,
          1_000_000,
          durationKey(`${at}.${strategy}.delay`),
        ),
      };
  }
}
