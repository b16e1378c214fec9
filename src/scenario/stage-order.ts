import type { StageOptions } from "../model/options.ts";

/** What stands before and behind each gate of a job's graph. */
export interface GateSurroundings {
  readonly before: readonly StageOptions[];
  readonly behind: readonly StageOptions[];
}

/** By gate; stages in the order of the graph's list. */
export function surroundingsOfGates(graph: readonly StageOptions[]): readonly GateSurroundings[] {
  const inputs = graph.map((stage, index) => inputsOf(graph, stage, index));
  return graph.flatMap((stage, index) => {
    if (stage.kind !== "gate") return [];
    const before = ancestorsOf(index, inputs);
    const behind = graph.filter((_, other) => ancestorsOf(other, inputs).has(index));
    return [{ before: graph.filter((_, other) => before.has(other)), behind }];
  });
}

function inputsOf(
  graph: readonly StageOptions[],
  { from }: StageOptions,
  index: number,
): readonly number[] {
  if (from === undefined) return index === 0 ? [] : [index - 1];
  // A name that no stage has is a source's.
  return from.map((name) => graph.findIndex((stage) => stage.name === name)).filter((i) => i >= 0);
}

function ancestorsOf(index: number, inputs: readonly (readonly number[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  const walk = (at: number): void => {
    for (const input of inputs[at] ?? []) {
      if (found.has(input)) continue;
      found.add(input);
      walk(input);
    }
  };
  walk(index);
  return found;
}

/** Windows, joins and timers put out something else than the records that went in. */
export function makesResults(stage: StageOptions): boolean {
  if (stage.kind === "process") return stage.timerMillis > 0;
  return stage.kind === "window" || stage.kind === "join";
}
