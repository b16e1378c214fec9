import { type GraphNode, jobGraph } from "../../model/job/job-graph.ts";
import { planTopology, type TaskPlan } from "../../model/job/topology.ts";
import { changingStages } from "../../model/operator/changing-stages.ts";
import type { JobRole, RunOptions } from "../../model/options.ts";
import { createProtocol } from "../../model/protocol/protocols.ts";
import { sourcesOf } from "../../model/source/sources.ts";
import type { Witness } from "../../oracle/witness.ts";
import { makesResults } from "../../scenario/stage-order.ts";
import type { LaneKey } from "../report-charts.ts";

/** Where in the two jobs the report looks, and which lanes it draws. */
export interface Layout {
  /** Records and watermarks are looked at in front of the gates, or else of the sinks. */
  readonly readAt: "gate" | "sink";
  /** Tasks of each job that are looked at: those with a gate, or those with a sink. */
  readonly tasks: Readonly<Record<JobRole, ReadonlySet<number>>>;
  /** First the partitions of all sources, then the stages that make results. */
  readonly lanes: readonly LaneKey[];
  readonly partitions: number;
  /** Of each lane: whether its ticks are where a gate lets them pass, or where they are appended. */
  readonly isGated: readonly boolean[];
  /** Of each lane: its outputs come to where ticks are; else it would be empty. */
  readonly isShown: readonly boolean[];
  /** Stages that change records, without regard to sinks. */
  readonly stages: number;
  /** Lane by the stage's index; −1 = it makes no results. */
  readonly laneOfStage: readonly number[];
}

export function layoutOf(options: RunOptions): Layout {
  const { handover, outgoing } = options;
  const { graph } = outgoing;
  const sources = sourcesOf(options);
  const names = sources.map(({ name }) => name);
  const nodes = jobGraph(graph, names);
  const usesGate = handover !== undefined && createProtocol(handover.protocol).usesGate;
  const readAt = usesGate && graph.some(({ kind }) => kind === "gate") ? "gate" : "sink";
  const stages = changingStages(graph);
  const lanes: LaneKey[] = sources.flatMap(({ options: source, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({
      kind: "partition" as const,
      source: source.topic,
      partition,
    })),
  );
  const partitions = lanes.length;
  const ways = sources.flatMap(({ name, partitions: count }) => {
    const way = wayOf(nodes.find((node) => node.name === name));
    return new Array<Way>(count).fill(way);
  });
  const laneOfStage = stages.map((stage) => {
    if (!makesResults(stage)) return -1;
    ways.push(wayOf(nodes.find((node) => node.name === stage.name)));
    return lanes.push({ kind: "results", stage: stage.name }) - 1;
  });
  return {
    readAt,
    tasks: {
      outgoing: tasksOf(planTopology(outgoing, names).plans, readAt),
      incoming: tasksOf(planTopology(options.incoming, names).plans, readAt),
    },
    lanes,
    partitions,
    isGated: ways.map(({ meetsGate }) => readAt === "gate" && meetsGate),
    isShown: ways.map(({ meetsGate, meetsSink }) => (readAt === "gate" && meetsGate) || meetsSink),
    stages: stages.length,
    laneOfStage,
  };
}

/** The lane of a failed output, whether it is drawn or not; −1 = it has none. */
export function laneOf({ laneOfStage, stages }: Layout, { output }: Witness): number {
  if (output === undefined) return -1;
  if (output.kind === "record") return output.partition;
  return laneOfStage[output.stage % Math.max(1, stages)] ?? -1;
}

function tasksOf(plans: readonly TaskPlan[], readAt: Layout["readAt"]): ReadonlySet<number> {
  const looked = plans.filter(({ stages }) => stages.some(({ kind }) => kind === readAt));
  return new Set(looked.map(({ index }) => index));
}

interface Way {
  readonly meetsGate: boolean;
  readonly meetsSink: boolean;
}

/** What is on the way of one node's outputs, as long as they are its own. */
function wayOf(from: GraphNode | undefined): Way {
  let meetsGate = false;
  let meetsSink = false;
  const walk = (node: GraphNode, isFirst: boolean): void => {
    const kind = node.stage?.kind;
    if (kind === "gate") meetsGate = true;
    if (kind === "sink") meetsSink = true;
    // Windows and joins take what comes in, and make something else of it.
    if (!isFirst && (kind === "window" || kind === "join")) return;
    for (const { by } of node.readers) walk(by, false);
  };
  if (from !== undefined) walk(from, true);
  return { meetsGate, meetsSink };
}
