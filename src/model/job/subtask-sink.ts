import { type CreateSinkOptions, createSink } from "../sink/create-sink.ts";
import { dealSinkState } from "../sink/deal-sink-state.ts";
import { SinkConnection, type SinkConnectionOptions } from "../sink/sink-connection.ts";
import type { JobState } from "./job-state.ts";
import type { SinkRuntime } from "./sink-runtime.ts";

/** One attempt of a sink subtask, with its way to the broker. */
export interface SubtaskSink {
  readonly sink: SinkRuntime;
  readonly connection: SinkConnection;
}

/**
 * `restore`: what the job restores; `takesState`: whether the sink takes its part of it, or begins
 * anew at the job's checkpoint id (S9, S14).
 */
export function subtaskSink(
  options: Omit<CreateSinkOptions, "services" | "restored" | "restoredCheckpointId">,
  connection: SinkConnectionOptions,
  restore: JobState | undefined,
  takesState: boolean,
): SubtaskSink {
  const { parallelism, subtask } = options;
  const services = new SinkConnection(connection);
  const sink = createSink({
    ...options,
    services,
    restored:
      restore === undefined || !takesState
        ? undefined
        : dealSinkState(restore.sink, parallelism, subtask),
    restoredCheckpointId: restore?.id,
  });
  return { sink, connection: services };
}
