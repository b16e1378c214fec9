import type { Chance } from "../../engine/choice.ts";
import { FIRST_SOURCE, type RunOptions, type SourceOptions } from "../options.ts";
import { JoinedTopics } from "./joined-topics.ts";
import type { TopicLog } from "./topic-log.ts";
import { openTopic } from "./traffic.ts";

/** A source with its place among the partitions of all sources. */
export interface PlacedSource {
  readonly name: string;
  readonly options: SourceOptions;
  readonly firstPartition: number;
  readonly partitions: number;
}

/** The sources of a run by name, the first one first. */
export function sourcesOf(
  run: Pick<RunOptions, "source" | "moreSources">,
): readonly PlacedSource[] {
  let firstPartition = 0;
  return [{ ...run.source, name: FIRST_SOURCE }, ...(run.moreSources ?? [])].map((options) => {
    const { partitions } = options.traffic;
    const placed = { name: options.name, options, firstPartition, partitions };
    firstPartition += partitions;
    return placed;
  });
}

/** All topics of a run as one, their partitions numbered through. */
export function openTopics(
  run: Pick<RunOptions, "source" | "moreSources" | "epochMillis">,
  chance: Chance,
): TopicLog {
  const topics = sourcesOf(run).map(({ name, options }) =>
    openTopic(options, run.epochMillis, chance, name),
  );
  const [only] = topics;
  return topics.length === 1 && only !== undefined ? only : new JoinedTopics(topics);
}
