import type { JobOptions } from "../options.ts";
import type { SplitPosition } from "../source/source-reader.ts";
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
  readonly topicName: string;
  readonly subtask: number;
  readonly restore: JobState | undefined;
  /** µs; `latest` is what had arrived then. */
  readonly now: number;
}): readonly SplitPosition[] {
  const { job, topic, topicName, subtask, restore, now } = options;
  if (restore !== undefined) return dealListState(restore.splits, job.parallelism)[subtask] ?? [];
  const splits: SplitPosition[] = [];
  for (let partition = 0; partition < topic.partitions; partition++) {
    if (splitOwner(topicName, partition, job.parallelism) !== subtask) continue;
    const offset = job.startingOffsets === "latest" ? topic.endOffset(partition, now) : 0;
    splits.push({ partition, offset });
  }
  return splits;
}
