import { byCodeUnit } from "../../engine/code-unit-order.ts";
import type { StageOptions } from "../options.ts";

/** Stages that change records, drop them, or make results of them. */
export type ChangingStage = Exclude<StageOptions, { readonly kind: "exchange" | "gate" | "sink" }>;

/** Those stages of a graph, in order; a result is known by the index of its stage among them. */
export function changingStages(graph: readonly StageOptions[]): readonly ChangingStage[] {
  return graph.filter((stage): stage is ChangingStage => {
    return stage.kind !== "exchange" && stage.kind !== "gate" && stage.kind !== "sink";
  });
}

/**
 * The number of each changing stage of two jobs by its name; a result is known by the number of its
 * stage in either of them. As they come where both have the same, else by name, so that it does not
 * matter which of the jobs is asked first.
 */
export function resultNumbers(
  one: readonly StageOptions[],
  other: readonly StageOptions[],
): ReadonlyMap<string, number> {
  const [a, b] = [one, other].map((graph) => changingStages(graph).map(({ name }) => name)) as [
    string[],
    string[],
  ];
  const isSame = a.length === b.length && a.every((name, index) => name === b[index]);
  const names = isSame ? a : [...new Set([...a, ...b])].sort(byCodeUnit);
  return new Map(names.map((name, index) => [name, index]));
}

/** The names of a job's sinks, in the order of the graph. */
export function sinkNamesOf(graph: readonly StageOptions[]): readonly string[] {
  return graph.flatMap((stage) => (stage.kind === "sink" ? [stage.name] : []));
}
