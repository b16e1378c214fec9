import { type ChangingStage, changingStages } from "../model/operator/changing-stages.ts";
import type { StageOptions } from "../model/options.ts";
import type { PipelineShape, StageShape } from "../oracle/evidence.ts";

/** What a job's graph does to records, in the judge's words. */
export function pipelineShape(graph: readonly StageOptions[]): PipelineShape {
  return {
    stages: changingStages(graph).map(stageShape),
    keepsOrder: graph.every(
      (stage) =>
        stage.kind !== "exchange" ||
        stage.partitioner === "HASH" ||
        stage.partitioner === "FORWARD",
    ),
  };
}

function stageShape(stage: ChangingStage): StageShape {
  switch (stage.kind) {
    case "map":
      return { kind: "map", name: stage.name };
    case "filter":
      return { kind: "filter", name: stage.name, keepShare: stage.keepShare };
    case "flat-map":
      return { kind: "flat-map", name: stage.name, fanOut: stage.fanOut };
    case "process":
      return { kind: "process", name: stage.name, timerMillis: stage.timerMillis };
    case "window": {
      const { name, assigner, allowedLatenessMillis } = stage;
      return { kind: "window", name, assigner, allowedLatenessMillis };
    }
  }
}
