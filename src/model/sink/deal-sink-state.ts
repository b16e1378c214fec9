import { dealListState } from "../job/redistribution.ts";
import type { KafkaCommittable, PendingCommittables, SinkState } from "./sink-state.ts";

/**
 * One subtask's share of a restored sink (C21, S17): writer states are list state, item by item;
 * of the committer each old subtask has one item, all its committables together.
 */
export function dealSinkState(
  states: readonly SinkState[],
  parallelism: number,
  subtask: number,
): SinkState {
  const writers = dealListState(
    states.map((state) => state.writer),
    parallelism,
  );
  const committers = dealListState(
    states.map((state) => [state.committables]),
    parallelism,
  );
  return {
    writer: writers[subtask] ?? [],
    committables: merged((committers[subtask] ?? []).flat()),
  };
}

/** Flink: `CommittableCollector.merge`: what belongs to one checkpoint is committed in one call. */
function merged(
  pending: readonly PendingCommittables<KafkaCommittable>[],
): readonly PendingCommittables<KafkaCommittable>[] {
  const ids = [...new Set(pending.map((one) => one.checkpointId))].sort((a, b) => a - b);
  return ids.map((checkpointId) => ({
    checkpointId,
    committables: pending
      .filter((one) => one.checkpointId === checkpointId)
      .flatMap((one) => one.committables),
  }));
}
