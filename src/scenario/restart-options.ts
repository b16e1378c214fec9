import type { JobOptions } from "../model/options.ts";
import { countKey, durationKey, numberKey, wordKey } from "./manifest-keys.ts";
import type { RestartFile } from "./scenario-file.ts";
import type { Take } from "./settings.ts";

type RestartOptions = JobOptions["restart"];

type Strategy = RestartOptions["strategy"];
type Options<S extends Strategy> = Extract<RestartOptions, { readonly strategy: S }>;

const KEY = "restart-strategy";
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
export function restartOptions(
  file: RestartFile,
  takesCheckpoints: boolean,
  take: Take,
): RestartOptions {
  const strategy = take<Strategy>(
    "restart.strategy",
    file.strategy,
    takesCheckpoints ? "exponential-delay" : "none",
    wordKey(STRATEGIES, `${KEY}.type`, KEY),
  );
  switch (strategy) {
    case "none":
      return { strategy };
    case "fixed-delay":
      return fixedDelay(file, take);
    case "exponential-delay":
      return exponentialDelay(file, take);
    case "failure-rate":
      return failureRate(file, take);
  }
}

function fixedDelay(file: RestartFile, take: Take): Options<"fixed-delay"> {
  const at = `${KEY}.fixed-delay`;
  return {
    strategy: "fixed-delay",
    attempts: take("restart.attempts", file.attempts, 1, countKey(0, `${at}.attempts`)),
    delayMicros: take("restart.delay", file.delay, 1_000_000, durationKey(`${at}.delay`)),
  };
}

function exponentialDelay(file: RestartFile, take: Take): Options<"exponential-delay"> {
  const at = `${KEY}.exponential-delay`;
  return {
    strategy: "exponential-delay",
    initialMicros: take(
      "restart.initial-backoff",
      file["initial-backoff"],
      1_000_000,
      durationKey(`${at}.initial-backoff`),
    ),
    maxMicros: take(
      "restart.max-backoff",
      file["max-backoff"],
      60_000_000,
      durationKey(`${at}.max-backoff`),
    ),
    multiplier: take(
      "restart.multiplier",
      file.multiplier,
      1.5,
      numberKey(`${at}.backoff-multiplier`),
    ),
    jitter: take("restart.jitter", file.jitter, 0.1, numberKey(`${at}.jitter-factor`)),
    resetMicros: take(
      "restart.reset-after",
      file["reset-after"],
      3_600_000_000,
      durationKey(`${at}.reset-backoff-threshold`),
    ),
  };
}

function failureRate(file: RestartFile, take: Take): Options<"failure-rate"> {
  const at = `${KEY}.failure-rate`;
  return {
    strategy: "failure-rate",
    maxFailures: take(
      "restart.max-failures",
      file["max-failures"],
      1,
      countKey(1, `${at}.max-failures-per-interval`),
    ),
    intervalMicros: take(
      "restart.interval",
      file.interval,
      60_000_000,
      durationKey(`${at}.failure-rate-interval`),
    ),
    delayMicros: take("restart.delay", file.delay, 1_000_000, durationKey(`${at}.delay`)),
  };
}
