import type { StageOptions } from "../options.ts";

/** Stages that change records, drop them, or make results of them. */
export type ChangingStage = Exclude<StageOptions, { readonly kind: "exchange" | "gate" | "sink" }>;

/** Those stages of a graph, in order; a result is known by the index of its stage among them. */
export function changingStages(graph: readonly StageOptions[]): readonly ChangingStage[] {
  return graph.filter((stage): stage is ChangingStage => {
    return stage.kind !== "exchange" && stage.kind !== "gate" && stage.kind !== "sink";
  });
}

/** The names of a job's sinks, in the order of the graph. */
export function sinkNamesOf(graph: readonly StageOptions[]): readonly string[] {
  return graph.flatMap((stage) => (stage.kind === "sink" ? [stage.name] : []));
}
