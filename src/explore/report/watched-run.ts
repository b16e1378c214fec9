import { assert } from "../../engine/assert.ts";
import { seededChance } from "../../engine/choice.ts";
import type { RunOptions } from "../../model/options.ts";
import { recordIdOf } from "../../oracle/evidence.ts";
import { recordFanOut } from "../../oracle/shape.ts";
import type { Witness } from "../../oracle/witness.ts";
import type { PropertyOptions } from "../../scenario/scenario.ts";
import type { JudgedRun } from "../run-ear.ts";
import type { RunOutcome } from "../run-outcome.ts";
import { pipelineOf, simulate } from "../run-scenario.ts";
import { type Frame, failingWitnesses, frameOf } from "./frame.ts";
import { resultNameOf } from "./gate-book.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { ReportEar } from "./report-ear.ts";
import { isDown, TraceBook } from "./trace-book.ts";

/** The second run of a seed, with all that was heard of it. */
export interface WatchedRun extends JudgedRun {
  readonly layout: Layout;
  readonly frame: Frame;
  readonly ear: ReportEar;
  readonly trace: TraceBook;
}

/** Runs the seed of `shown` again and listens; the two runs must be the same to the last event. */
export function watchedRun(
  options: RunOptions,
  properties: PropertyOptions,
  shown: RunOutcome,
): WatchedRun {
  const layout = layoutOf(options);
  const frame = frameOf(shown);
  const { input, shape } = pipelineOf(options, seededChance(shown.seed));
  const counts = Array.from({ length: input.partitions }, (_, p) => input.count(p));
  const watched = failingWitnesses(shown).flatMap((one) => watchedName(one, layout));
  const fanOut = recordFanOut(shape);
  const ear = new ReportEar({ run: options, layout, frame, watched, counts, fanOut });
  const trace = new TraceBook();
  simulate(options, properties, shown.seed, { ear, trace });
  for (const { role, at, status } of trace.statuses) {
    if (role !== "outgoing" && role !== "incoming") continue;
    if (isDown(status)) ear.watermarks.ends(role, at);
  }
  const { judgedRun } = ear;
  assert(judgedRun !== undefined, "a run that was simulated has ended");
  const { fingerprint } = judgedRun.outcome;
  assert(
    fingerprint === shown.fingerprint,
    () => `two runs of one seed differ: fingerprints ${shown.fingerprint} and ${fingerprint}`,
  );
  return { ...judgedRun, layout, frame, ear, trace };
}

/** What gates know the output of a witness by. */
export function watchedName({ output }: Witness, { stages }: Layout): readonly (number | string)[] {
  if (output === undefined) return [];
  if (output.kind === "record") return [recordIdOf(output.partition, output.offset)];
  const { stage, key, start, end } = output;
  // A gate stands before the sinks, which number results apart.
  return [resultNameOf(stage % Math.max(1, stages), key, start, end)];
}
