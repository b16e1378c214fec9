import type { Chance } from "../engine/choice.ts";
import { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { JobRole, RunOptions } from "../model/options.ts";
import type { InputLog, PipelineShape } from "../oracle/evidence.ts";
import { type ExpectedOutputs, fromReferenceRun } from "../oracle/expected-outputs.ts";
import { nondeterminism } from "../oracle/nondeterminism.ts";
import { processingTime } from "../oracle/processing-time.ts";
import { type LineBefore, type LineOptions, straightLine } from "../oracle/reference.ts";
import { makesResults } from "../oracle/shape.ts";
import { stateTtl } from "../oracle/state-ttl.ts";
import type { Trial } from "../oracle/trial.ts";
import type { Versions } from "../oracle/versions.ts";
import type { Pipeline } from "./pipeline.ts";
import { frontierOf } from "./run-facts.ts";
import { RunRecorder } from "./run-recorder.ts";

/** What should come out, for the judge. */
export type Expectations = Pick<Trial, "expected" | "versions">;

/**
 * What should come out: computed in a straight line where no record can be late in one undisturbed
 * pipeline, else, or where the graph is no line, as such a pipeline puts it out with luck of its own.
 * Where the jobs are not alike, of each; the incoming one began where the run had got to.
 */
export function expectations(
  options: RunOptions,
  pipeline: Pipeline,
  run: HandoverRun,
  chance: () => Chance,
): Expectations {
  const { shape, versions } = pipeline;
  if (versions === undefined) {
    return { expected: expectedOf("outgoing", options, pipeline, shape, chance, {}) };
  }
  const { fanOut } = roomOf(pipeline);
  const { startedFrom } = run.jobs.incoming.progress;
  const before = startedFrom && { shape: versions.outgoing, offsets: startedFrom };
  const { outgoing, incoming } = versions;
  const of: Versions["of"] = {
    outgoing: expectedOf("outgoing", options, pipeline, outgoing, chance, { fanOut }),
    incoming: expectedOf("incoming", options, pipeline, incoming, chance, { fanOut, before }),
  };
  const restored = before && restoredWindows(pipeline, before);
  return {
    expected: of.outgoing,
    versions: { of, unsettled: unsettledOf(pipeline, versions, slackOf(run)), restored },
  };
}

// The incoming job catches up with what came since its savepoint: as far as the hand-over lasted.
function slackOf({ book, simulation }: HandoverRun): number {
  const { startedAt = simulation.now, endedAt = simulation.now } = book;
  return 2_000 + (endedAt - startedAt) / 1_000;
}

function unsettledOf(
  { input, functions }: Pipeline,
  versions: Readonly<Record<JobRole, PipelineShape>>,
  slackMillis: number,
): Versions["unsettled"] {
  return [versions.outgoing, versions.incoming].flatMap((shape) => {
    return [
      nondeterminism(input, shape, functions),
      processingTime(shape),
      stateTtl(input, shape, slackMillis),
    ].flatMap((found) => found ?? []);
  });
}

function roomOf({ shape }: Pipeline): { readonly fanOut: number } {
  return { fanOut: shape.branches?.recordFanOut ?? 1 };
}

function expectedOf(
  role: JobRole,
  options: RunOptions,
  pipeline: Pipeline,
  shape: PipelineShape,
  chance: () => Chance,
  line: LineOptions,
): ExpectedOutputs {
  const { input, functions } = pipeline;
  if (!mayBeLate(role, options, shape)) return straightLine(input, shape, functions, line);
  return referenceRun(role, options, pipeline, chance());
}

// Event time matters to windows and timers alone. Records are on time while their disorder stays
// within the watermarks' bound, no channel can be idle and come back, and none is found later.
function mayBeLate(
  role: JobRole,
  options: RunOptions,
  { stages, branches }: PipelineShape,
): boolean {
  if (branches !== undefined) return true;
  if (stages.some((stage) => "ttl" in stage)) return true;
  if (!stages.some(makesResults)) return false;
  if (stages.some((stage) => "time" in stage)) return true;
  const { traffic } = options.source;
  const { boundMillis, idlenessMicros } = options[role].watermarks;
  if (traffic.kind !== "generated" || idlenessMicros > 0) return true;
  if (traffic.newPartitions !== undefined) return true;
  return traffic.late.share > 0 || traffic.disorderMillis > boundMillis;
}

/** One fault-free pipeline that is never handed over; such a run knows no job but the outgoing. */
function referenceRun(
  role: JobRole,
  options: RunOptions,
  pipeline: Pipeline,
  chance: Chance,
): ExpectedOutputs {
  const recorder = new RunRecorder(pipeline.input, pipeline.shape, {});
  const { outgoing, incoming } = options;
  const alone: RunOptions = {
    ...options,
    handover: undefined,
    faults: [],
    ...(role === "incoming" && {
      outgoing: { ...incoming, role: "outgoing" },
      incoming: { ...outgoing, role: "incoming" },
    }),
  };
  const run = new HandoverRun({ ...pipeline, run: alone, chance, listener: recorder });
  run.run();
  return fromReferenceRun(recorder.ledger, recorder.late.of("outgoing"), frontierOf(run));
}

/** What the outgoing pipeline had collected when the incoming job was restored. */
function restoredWindows(
  { input, functions }: Pipeline,
  { shape, offsets }: LineBefore,
): Versions["restored"] {
  const read: InputLog = { ...input, count: (partition) => offsets[partition] ?? 0 };
  return straightLine(read, shape, functions).results;
}
