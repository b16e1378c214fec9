import type { JobOptions } from "../options.ts";
import type { SplitPosition } from "../source/source-reader.ts";
import type { PlacedSource } from "../source/sources.ts";
import { splitOwner } from "../source/split-owner.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { JobState } from "./job-state.ts";
import { dealListState } from "./redistribution.ts";

/**
 * The splits with which a source subtask begins: those of the restored state (C16, C21), or the
 * partitions that are assigned to it at the first discovery (N1), from the starting offsets (N2).
 * There may be none: then it never sends a watermark (N7).
 */
export function splitsOf(options: {
  readonly job: JobOptions;
  readonly topic: TopicLog;
  readonly source: PlacedSource;
  readonly subtask: number;
  readonly restore: JobState | undefined;
  /** µs; `latest` is what had arrived then. */
  readonly now: number;
}): readonly SplitPosition[] {
  const { job, topic, source, subtask, restore, now } = options;
  const { name, firstPartition, partitions } = source;
  if (restore !== undefined) {
    return dealListState(restore.splits.get(name) ?? [], job.parallelism)[subtask] ?? [];
  }
  const splits: SplitPosition[] = [];
  for (let own = 0; own < partitions; own++) {
    if (splitOwner(source.options.topic, own, job.parallelism) !== subtask) continue;
    const partition = firstPartition + own;
    const offset = job.startingOffsets === "latest" ? topic.endOffset(partition, now) : 0;
    splits.push({ partition, offset });
  }
  return splits;
}
