import { resultNumbers } from "../model/operator/changing-stages.ts";
import type { JobOptions, JobRole, RunOptions } from "../model/options.ts";
import { sourcesOf } from "../model/source/sources.ts";
import type { PipelineShape } from "../oracle/evidence.ts";
import { makesResults, recordFanOut } from "../oracle/shape.ts";
import { pipelineShape } from "./pipeline-shape.ts";

/** What the pipeline does in either job, and what the book of the outputs has to have room for. */
export interface PipelineVersions {
  /** As one, where both do the same; else room for both. */
  readonly shape: PipelineShape;
  /** Undefined: both do the same. */
  readonly versions: Readonly<Record<JobRole, PipelineShape>> | undefined;
}

/** Compares what the two jobs of a run do. */
export function pipelineVersions(options: RunOptions): PipelineVersions {
  const { outgoing, incoming, handover } = options;
  const sources = sourcesOf(options).map(({ name }) => name);
  const [old, next] = [outgoing, incoming].map(({ graph }) => pipelineShape(graph, sources)) as [
    PipelineShape,
    PipelineShape,
  ];
  if (handover === undefined || isAlike(old, next, outgoing, incoming)) {
    return { shape: old, versions: undefined };
  }
  const numbers = resultNumbers(outgoing.graph, incoming.graph);
  const numbered = (shape: PipelineShape): PipelineShape => ({
    ...shape,
    // With several sinks each has numbers of its own, one list behind the other.
    numbers: shape.stages.map(({ name }, index) => {
      const own = new Set(shape.stages.map((stage) => stage.name)).size;
      return (numbers.get(name) ?? 0) + Math.floor(index / own) * numbers.size;
    }),
  });
  const versions = { outgoing: numbered(old), incoming: numbered(next) };
  return { shape: roomFor(versions), versions };
}

// Event time matters to what makes results alone.
function isAlike(
  old: PipelineShape,
  next: PipelineShape,
  { watermarks: a }: JobOptions,
  { watermarks: b }: JobOptions,
): boolean {
  if (JSON.stringify(old) !== JSON.stringify(next)) return false;
  if (old.stages.some((stage) => "unsteadyShare" in stage || "time" in stage || "ttl" in stage))
    return false;
  if (!old.stages.some(makesResults)) return true;
  return a.boundMillis === b.boundMillis && a.idlenessMicros === b.idlenessMicros;
}

function roomFor({ outgoing, incoming }: Readonly<Record<JobRole, PipelineShape>>): PipelineShape {
  const stages: PipelineShape["stages"][number][] = [];
  for (const { stages: own, numbers } of [outgoing, incoming]) {
    for (const [index, stage] of own.entries()) stages[numbers?.[index] ?? index] ??= stage;
  }
  return {
    stages: Array.from(stages, (stage) => stage ?? { kind: "map", name: "none" }),
    keepsOrder: outgoing.keepsOrder && incoming.keepsOrder,
    branches: {
      recordFanOut: Math.max(recordFanOut(outgoing), recordFanOut(incoming)),
      forksResults:
        (outgoing.branches?.forksResults ?? false) || (incoming.branches?.forksResults ?? false),
    },
  };
}
