import type { Chance } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { SourceOptions } from "../options.ts";
import type { RecordReader } from "./record-reader.ts";
import { SourceReader } from "./source-reader.ts";
import type { TopicLog } from "./topic-log.ts";

/** The reader of one attempt of the source subtask under `path`. */
export function openReader(options: {
  readonly topic: TopicLog;
  readonly source: SourceOptions;
  readonly chance: Chance;
  readonly path: string;
  readonly attempt: number;
}): RecordReader {
  const { topic, source, chance, path, attempt } = options;
  const draw = chance.keyed(path, "connect").unit(attempt);
  const connect = source.connectLatency && sampleLatency(source.connectLatency, draw);
  const { alignment, traffic } = source;
  const grows = traffic.kind === "generated" && traffic.newPartitions !== undefined;
  const changesLater = alignment !== undefined || grows;
  return new SourceReader(topic, { ...source, changesLater }, connect);
}
