import type { JobOptions, JobRole, StageOptions, WatermarkOptions } from "../model/options.ts";
import { checkpointingOptions } from "./checkpointing-options.ts";
import { countKey, durationKey } from "./manifest-keys.ts";
import { processOptions } from "./process-options.ts";
import { restartOptions } from "./restart-options.ts";
import type { JobFile } from "./scenario-file.ts";
import type { KeyedSettings, ManifestKey, Settings, Take } from "./settings.ts";

/** Where one job's settings come from, the nearest first: its own part, the pipeline, the manifest. */
export interface JobSources {
  readonly role: JobRole;
  readonly own: JobFile;
  readonly pipeline: JobFile;
  readonly manifest: KeyedSettings | undefined;
  readonly graph: readonly StageOptions[];
  readonly restoresSinkState: boolean;
  /** Of the state that it starts from: taken over unless set, as Flink does (C20). */
  readonly restoredMaxParallelism?: number | undefined;
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
      from.restoredMaxParallelism ?? defaultMaxParallelism(parallelism),
      countKey(1, "pipeline.max-parallelism"),
    ),
    watermarks: watermarkOptions({ ...pipeline.watermarks, ...own.watermarks }, take),
    checkpointing,
    restart: restartOptions(
      { ...pipeline.restart, ...own.restart },
      checkpointing.intervalMicros > 0,
      take,
    ),
    ...processOptions(own, pipeline, take),
    bufferTimeoutMicros: take(
      "buffer-timeout",
      both("buffer-timeout"),
      100_000,
      durationKey("execution.buffer-timeout.interval", "execution.buffer-timeout"),
    ),
    startUp: take("start-up", both("start-up"), START_UP),
    graph: from.graph,
    startingOffsets: take("starting-offsets", both("starting-offsets"), "earliest"),
    transactionalIdPrefix: take("prefix", own.prefix, name),
    restoresSinkState: from.restoresSinkState,
    lag: lagOptions(take("lag", both("lag"), 0)),
  };
}

function lagOptions(micros: number): JobOptions["lag"] {
  return micros === 0 ? undefined : { micros, subtask: undefined };
}

const START_UP = { kind: "lognormal", medianUs: 298_000, p99Us: 946_000 } as const;

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
