import type { PipelineShape } from "./evidence.ts";
import type { StageShape } from "./stage-shape.ts";

/** How many outputs one record may have that reach the end as records; 0 behind a window. */
export function recordFanOut(shape: PipelineShape): number {
  if (shape.branches !== undefined) return shape.branches.recordFanOut;
  let fanOut = 1;
  for (const stage of shape.stages) {
    if (stage.kind === "window") return 0;
    if (stage.kind === "flat-map") fanOut *= stage.fanOut;
  }
  return fanOut;
}

/** Whether a stage makes results of its own: a window, or a process function with timers. */
export function makesResults(stage: StageShape): boolean {
  return stage.kind === "window" || (stage.kind === "process" && stage.timerMillis > 0);
}

/**
 * Whether results of that stage may be made again with more records in them (allowed lateness).
 */
export function mayUpdate(shape: PipelineShape, stage: number): boolean {
  const made = shape.stages[stage];
  return made?.kind === "window" && made.allowedLatenessMillis > 0;
}

/**
 * Why the oracle cannot judge pipelines of this shape, or undefined.
 * Not modelled: a flat-map of results, which have no sub-index to tell them apart by.
 */
export function unjudgeable(shape: PipelineShape): string | undefined {
  if (shape.branches !== undefined) {
    return shape.branches.forksResults ? "a flat-map forks results" : undefined;
  }
  const first = shape.stages.findIndex(makesResults);
  if (first < 0) return undefined;
  const fork = shape.stages.findIndex(
    (stage, index) => index > first && stage.kind === "flat-map" && stage.fanOut !== 1,
  );
  return fork < 0 ? undefined : `flat-map at stage ${fork} forks results of stage ${first}`;
}

/** The number by which the results of the stage at that index go. */
export function numberOf({ numbers }: PipelineShape, index: number): number {
  return numbers?.[index] ?? index;
}

/** The index of the stage whose results go by that number, or −1. */
export function indexOf({ numbers, stages }: PipelineShape, number: number): number {
  if (numbers !== undefined) return numbers.indexOf(number);
  return number < stages.length ? number : -1;
}
