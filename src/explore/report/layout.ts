import { planTasks, type TaskPlan } from "../../model/job/topology.ts";
import { changingStages } from "../../model/operator/changing-stages.ts";
import type { JobRole, RunOptions, StageOptions } from "../../model/options.ts";
import { createProtocol } from "../../model/protocol/protocols.ts";
import { recordFanOut } from "../../oracle/shape.ts";
import { pipelineShape } from "../pipeline-shape.ts";
import type { LaneKey } from "../report-charts.ts";

/** Where in the two jobs the report looks, and which lanes it draws. */
export interface Layout {
  /** Records and watermarks are looked at in front of the gates, or else of the sinks. */
  readonly readAt: "gate" | "sink";
  /** The task of each job that is looked at: the one with the gate, or the last one. */
  readonly tasks: Readonly<Record<JobRole, TaskPlan>>;
  /** First the partitions, then the stages that make results. */
  readonly lanes: readonly LaneKey[];
  readonly partitions: number;
  /** Lane by the stage's index in `PipelineShape.stages`; −1 = it makes no results. */
  readonly laneOfStage: readonly number[];
  /** Records as such come to where ticks are taken; else their lanes would be empty. */
  readonly showsRecords: boolean;
  /** Results of that stage (by index) pass a gate; others show when they are appended. */
  readonly passesGate: readonly boolean[];
}

export function layoutOf(options: RunOptions): Layout {
  const { handover, source, outgoing } = options;
  const graph = outgoing.graph;
  const gateAt = graph.findIndex(({ kind }) => kind === "gate");
  const isGated =
    gateAt >= 0 && handover !== undefined && createProtocol(handover.protocol).usesGate;
  const partitions = source.traffic.partitions;
  const stages = changingStages(graph);
  const lanes: LaneKey[] = Array.from({ length: partitions }, (_, partition) => ({
    kind: "partition",
    source: source.topic,
    partition,
  }));
  const laneOfStage = stages.map((stage) => {
    if (!makesResults(stage)) return -1;
    return lanes.push({ kind: "results", stage: stage.name }) - 1;
  });
  const windowAt = graph.findIndex(({ kind }) => kind === "window");
  return {
    readAt: isGated ? "gate" : "sink",
    tasks: {
      outgoing: taskOf(planTasks(outgoing), isGated),
      incoming: taskOf(planTasks(options.incoming), isGated),
    },
    lanes,
    partitions,
    laneOfStage,
    showsRecords: isGated
      ? windowAt < 0 || gateAt < windowAt
      : recordFanOut(pipelineShape(graph)) > 0,
    passesGate: stages.map((stage) => isGated && graph.indexOf(stage) < gateAt),
  };
}

function taskOf(plans: readonly TaskPlan[], isGated: boolean): TaskPlan {
  const gated = plans.find(({ stages }) => stages.some(({ kind }) => kind === "gate"));
  return (isGated ? gated : undefined) ?? (plans.at(-1) as TaskPlan);
}

function makesResults(stage: StageOptions): boolean {
  return stage.kind === "window" || (stage.kind === "process" && stage.timerMillis > 0);
}
