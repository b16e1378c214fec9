import type { PipelineShape } from "./evidence.ts";
import { makesResults, numberOf } from "./shape.ts";
import type { UnsettledOutputs } from "./versions.ts";

/**
 * The results that depend on when a job got to its records: of windows and timers in processing time,
 * and of whatever makes results of theirs. Undefined: there are none.
 */
export function processingTime(shape: PipelineShape): UnsettledOutputs | undefined {
  const first = shape.stages.findIndex((stage) => "time" in stage && makesResults(stage));
  if (first < 0) return undefined;
  const numbers = new Set(
    shape.stages.flatMap((stage, index) =>
      index >= first && makesResults(stage) ? [numberOf(shape, index)] : [],
    ),
  );
  return {
    reason: "processing time",
    record: () => undefined,
    result: (stage) => (numbers.has(stage) ? "presence" : undefined),
  };
}
