import type { Chance } from "../engine/choice.ts";
import { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { RunOptions } from "../model/options.ts";
import type { PipelineShape } from "../oracle/evidence.ts";
import { type ExpectedOutputs, fromReferenceRun } from "../oracle/expected-outputs.ts";
import { straightLine } from "../oracle/reference.ts";
import type { Pipeline } from "./pipeline.ts";
import { frontierOf } from "./run-facts.ts";
import { RunRecorder } from "./run-recorder.ts";

/**
 * What should come out: computed in a straight line where no record can be late in one undisturbed
 * pipeline, else, or where the graph is no line, as such a pipeline puts it out with luck of its own.
 */
export function expectedOutputs(
  options: RunOptions,
  pipeline: Pipeline,
  chance: () => Chance,
): ExpectedOutputs {
  const { input, shape, functions } = pipeline;
  if (!mayBeLate(options, shape)) return straightLine(input, shape, functions);
  return referenceRun(options, pipeline, chance());
}

// Event time matters to windows and timers alone. Records are on time while their disorder stays
// within the watermarks' bound, no channel can be idle and come back, and none is found later.
function mayBeLate({ source, outgoing }: RunOptions, { stages, branches }: PipelineShape): boolean {
  if (branches !== undefined) return true;
  const isTimed = stages.some(
    (stage) => stage.kind === "window" || (stage.kind === "process" && stage.timerMillis > 0),
  );
  if (!isTimed) return false;
  const { traffic } = source;
  const { boundMillis, idlenessMicros } = outgoing.watermarks;
  if (traffic.kind !== "generated" || idlenessMicros > 0) return true;
  if (traffic.newPartitions !== undefined) return true;
  return traffic.late.share > 0 || traffic.disorderMillis > boundMillis;
}

/** One fault-free pipeline that is never handed over. */
function referenceRun(options: RunOptions, pipeline: Pipeline, chance: Chance): ExpectedOutputs {
  const recorder = new RunRecorder(pipeline.input, pipeline.shape, {});
  const alone: RunOptions = { ...options, handover: undefined, faults: [] };
  const run = new HandoverRun({ ...pipeline, run: alone, chance, listener: recorder });
  run.run();
  return fromReferenceRun(recorder.ledger, recorder.late.of("outgoing"), frontierOf(run));
}
