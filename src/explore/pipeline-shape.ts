import { type GraphNode, jobGraph } from "../model/job/job-graph.ts";
import type { ProcessStage } from "../model/keyed-stages.ts";
import {
  type ChangingStage,
  changingStages,
  sinkNamesOf,
} from "../model/operator/changing-stages.ts";
import type { StageOptions } from "../model/options.ts";
import { FIRST_SOURCE } from "../model/options.ts";
import type { BranchShape, PipelineShape } from "../oracle/evidence.ts";
import type { StageShape } from "../oracle/stage-shape.ts";

/** What a job's graph does to records, in the judge's words. */
export function pipelineShape(
  graph: readonly StageOptions[],
  sources: readonly string[] = [FIRST_SOURCE],
): PipelineShape {
  const nodes = jobGraph(graph, sources);
  const branches = isLine(nodes) ? undefined : branchShape(nodes, sinkNamesOf(graph).length);
  const stages = changingStages(graph).map(stageShape);
  const copies = branches === undefined ? 1 : sinkNamesOf(graph).length;
  return {
    // Each sink has result numbers of its own.
    stages: Array.from({ length: copies }, () => stages).flat(),
    keepsOrder: graph.every(
      (stage) =>
        stage.kind !== "exchange" ||
        stage.partitioner === "HASH" ||
        stage.partitioner === "FORWARD",
    ),
    branches,
  };
}

/** One source, one sink, and one way between them. */
function isLine(nodes: readonly GraphNode[]): boolean {
  const sources = nodes.filter(({ stage }) => stage === undefined).length;
  const joins = nodes.some(({ stage }) => stage?.kind === "join");
  return sources === 1 && !joins && nodes.every(({ readers }) => readers.length <= 1);
}

/** What comes along one way through the graph. */
interface Flow {
  /** Records for one of the source; 0 behind a window. */
  readonly records: number;
  readonly hasResults: boolean;
}

function branchShape(nodes: readonly GraphNode[], sinks: number): BranchShape {
  let perSink = 0;
  let forksResults = false;
  const walk = ({ stage, readers }: GraphNode, flow: Flow): void => {
    if (stage?.kind === "sink") perSink = Math.max(perSink, flow.records);
    forksResults ||= stage?.kind === "flat-map" && stage.fanOut !== 1 && flow.hasResults;
    const next = behind(stage, flow);
    for (const { by } of readers) walk(by, next);
  };
  for (const node of nodes) {
    if (node.stage === undefined) walk(node, { records: 1, hasResults: false });
  }
  return { recordFanOut: perSink * sinks, forksResults };
}

function behind(stage: GraphNode["stage"], { records, hasResults }: Flow): Flow {
  switch (stage?.kind) {
    case "flat-map":
      return { records: records * stage.fanOut, hasResults };
    case "window":
    case "join":
      return { records: 0, hasResults: true };
    case "process":
      return { records, hasResults: hasResults || stage.timerMillis > 0 };
    default:
      return { records, hasResults };
  }
}

function stageShape(stage: ChangingStage): StageShape {
  switch (stage.kind) {
    case "map":
      return { kind: "map", name: stage.name, ...chanceOf(stage) };
    case "filter":
      return { kind: "filter", name: stage.name, keepShare: stage.keepShare, ...chanceOf(stage) };
    case "flat-map":
      return { kind: "flat-map", name: stage.name, fanOut: stage.fanOut, ...chanceOf(stage) };
    case "process":
      return {
        kind: "process",
        name: stage.name,
        timerMillis: stage.timerMillis,
        ...timeOf(stage),
        ...ttlOf(stage),
      };
    case "window":
    case "join": {
      const { name, assigner, allowedLatenessMillis } = stage;
      return { kind: "window", name, assigner, allowedLatenessMillis, ...timeOf(stage) };
    }
  }
}

function ttlOf({ ttl }: Pick<ProcessStage, "ttl">): Pick<ProcessStage, "ttl"> {
  return ttl === undefined ? {} : { ttl };
}

interface TimedStage {
  readonly name: string;
  readonly time?: "processing" | undefined;
}

function timeOf({ time }: TimedStage): { readonly time?: "processing" } {
  return time === undefined ? {} : { time };
}

function chanceOf({ unsteadyShare: share = 0 }: { readonly unsteadyShare?: number | undefined }): {
  readonly unsteadyShare?: number;
} {
  return share > 0 ? { unsteadyShare: share } : {};
}
