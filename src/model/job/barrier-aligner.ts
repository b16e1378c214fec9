import type { BarrierHandlerOptions } from "./barrier-host.ts";
import { CheckpointBarrierTracker } from "./checkpoint-barrier-tracker.ts";
import { SingleCheckpointBarrierHandler } from "./single-checkpoint-barrier-handler.ts";

/**
 * Decides at the input of one subtask when a checkpoint is taken: hears every barrier, cancellation
 * marker and end of partition once, at the moment it is read (C9–C13).
 *
 * `value` as made by `barrierValue`. Alike in 1.20.3 and 2.3.0.
 * Not modelled: unaligned checkpoints and their announcements (C14).
 */
export interface BarrierAligner {
  /** EXACTLY_ONCE: channels wait for each other's barriers. */
  readonly aligned: boolean;
  barrier(channel: number, value: number): void;
  cancel(channel: number, value: number): void;
  endOfPartition(channel: number): void;
}

/** The handler that Flink chooses for a checkpointing mode. */
export function createBarrierAligner(
  mode: "EXACTLY_ONCE" | "AT_LEAST_ONCE",
  options: BarrierHandlerOptions,
): BarrierAligner {
  return mode === "EXACTLY_ONCE"
    ? new SingleCheckpointBarrierHandler(options)
    : new CheckpointBarrierTracker(options);
}
