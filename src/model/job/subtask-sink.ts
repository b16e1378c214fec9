import { type CreateSinkOptions, createSink } from "../sink/create-sink.ts";
import { dealSinkState } from "../sink/deal-sink-state.ts";
import type { JobState } from "./job-state.ts";
import type { SinkRuntime } from "./sink-runtime.ts";

/**
 * One attempt of a sink subtask. `restore`: what the job restores; `takesState`: whether the sink of
 * that name takes its part of it, or begins anew at the job's checkpoint id (S9, S14).
 */
export function subtaskSink(
  name: string,
  options: Omit<CreateSinkOptions, "restored" | "restoredCheckpointId">,
  restore: JobState | undefined,
  takesState: boolean,
): SinkRuntime {
  const { parallelism, subtask } = options;
  const states = takesState ? restore?.sinks.get(name) : undefined;
  return createSink({
    ...options,
    restored: states && dealSinkState(states, parallelism, subtask),
    restoredCheckpointId: restore?.id,
  });
}
