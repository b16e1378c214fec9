import { assert } from "../../engine/assert.ts";
import type { JoinStage } from "../keyed-stages.ts";
import type { ExchangeStage, StageOptions } from "../options.ts";
import { FIRST_SOURCE } from "../options.ts";

/** A stage that works on records, as opposed to how they get from one to the next. */
export type OperatorStage = Exclude<StageOptions, ExchangeStage>;

/** A source or an operator, with what reads from it. */
export interface GraphNode {
  readonly name: string;
  /** Undefined: a source. */
  readonly stage: OperatorStage | undefined;
  readonly readers: readonly Reading[];
}

/** How one operator reads from another node. */
export interface Reading {
  readonly by: GraphNode;
  /** Undefined: directly, chained to it if it reads from nobody else. */
  readonly exchange: ExchangeStage | undefined;
  /** 1 = the right side of a join, else 0. */
  readonly input: 0 | 1;
}

interface MutableNode extends GraphNode {
  readonly readers: Reading[];
  /** Names of the items that it reads, nodes or exchanges. */
  readonly from: readonly string[];
}

/**
 * The job graph: sources first, then the operators in the order of the list. Exchanges are edges of
 * it. The names must be known and unlike; the graph must have no cycle.
 */
export function jobGraph(
  stages: readonly StageOptions[],
  sources: readonly string[],
): readonly GraphNode[] {
  const nodes = new Map<string, MutableNode>();
  const exchanges = new Map<string, { stage: ExchangeStage; from: readonly string[] }>();
  for (const name of sources) nodes.set(name, { name, stage: undefined, readers: [], from: [] });
  let before = sources[0] ?? FIRST_SOURCE;
  stages.forEach((stage, index) => {
    const from = stage.from ?? [before];
    const name = stage.kind === "exchange" ? (stage.name ?? `exchange ${index}`) : stage.name;
    assert(!nodes.has(name) && !exchanges.has(name), () => `two stages are named ${name}`);
    if (stage.kind === "exchange") exchanges.set(name, { stage, from });
    else nodes.set(name, { name, stage, readers: [], from });
    before = name;
  });
  const connect = (by: MutableNode, name: string, input: 0 | 1, via?: ExchangeStage): void => {
    const exchange = exchanges.get(name);
    if (exchange !== undefined) {
      // Of several in a row the last one counts, as in `StreamGraph.addEdge`.
      for (const further of exchange.from) connect(by, further, input, via ?? exchange.stage);
      return;
    }
    const node = nodes.get(name);
    assert(node !== undefined, () => `${by.name} reads from ${name}, which is no stage`);
    node.readers.push({ by, exchange: via, input });
  };
  for (const node of nodes.values()) {
    node.from.forEach((name, index) => {
      connect(node, name, node.stage?.kind === "join" && index === 1 ? 1 : 0);
    });
  }
  return [...nodes.values()];
}

/** How many edges lead to a node. */
export function readsOf(graph: readonly GraphNode[], node: GraphNode): number {
  return graph.reduce(
    (sum, { readers }) => sum + readers.filter(({ by }) => by === node).length,
    0,
  );
}

/** A join partitions both its inputs by key. */
export function exchangeOf(reading: Reading): ExchangeStage | undefined {
  const { stage } = reading.by;
  if (stage?.kind !== "join") return reading.exchange;
  return { kind: "exchange", partitioner: "HASH", parallelism: (stage as JoinStage).parallelism };
}
