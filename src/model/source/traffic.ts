import type { Chance } from "../../engine/choice.ts";
import type { SourceOptions } from "../options.ts";
import { CapturedLog } from "./captured-traffic.ts";
import { GeneratedLog } from "./generated-traffic.ts";
import type { TopicLog } from "./topic-log.ts";

/**
 * The topic of one source, whose name names its luck; `epochMillis` is the wall clock of simulated
 * time 0.
 */
export function openTopic(
  source: SourceOptions,
  epochMillis: number,
  chance: Chance,
  name = "source",
): TopicLog {
  const traffic = source.traffic;
  return traffic.kind === "captured"
    ? new CapturedLog(traffic)
    : new GeneratedLog(traffic, epochMillis, chance.stream(name, "traffic").uint32());
}
