import type { StageOptions } from "../model/options.ts";
import { type GateInjection, gatesInside, injectGates } from "./gate-placement.ts";
import type { GraphNode, GraphReport } from "./graph-node.ts";
import { inOrder } from "./graph-order.ts";
import { readNode } from "./graph-stage.ts";
import { checkWays } from "./graph-ways.ts";
import type { StageFile } from "./scenario-file.ts";

export interface GraphSurroundings {
  /** The sources' names; the first item of the graph reads the first of them unless it says. */
  readonly sources: readonly string[];
  /** A gate inside of every sink. */
  readonly gateInside: boolean;
  /** Undefined: the protocol knows no gate. */
  readonly injection: GateInjection | undefined;
}

/** The stages, each behind all that it reads; undefined if something was reported. */
export function readGraph(
  items: readonly (string | StageFile)[],
  around: GraphSurroundings,
  report: GraphReport,
): readonly StageOptions[] | undefined {
  let faulty = false;
  const fail: GraphReport = (...fault) => {
    faulty = true;
    report(...fault);
  };
  const nodes = readNodes(items, around.sources, fail);
  if (faulty) return undefined;
  const ordered = inOrder(nodes, around.sources, fail);
  if (ordered === undefined) return undefined;
  checkWays(ordered, around.sources, fail);
  const placed = placeGates(ordered, around, fail);
  return faulty ? undefined : stagesOf(placed, around.sources);
}

function readNodes(
  items: readonly (string | StageFile)[],
  sources: readonly string[],
  fail: GraphReport,
): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  for (const [index, item] of items.entries()) {
    const node = readNode(item, index, nodes.at(-1)?.name ?? sources[0], fail);
    if (node === undefined) continue;
    if (nodes.some(({ name }) => name === node.name) || sources.includes(node.name))
      fail(index, undefined, `two stages are named "${node.name}"`);
    nodes.push(node);
  }
  return nodes;
}

function placeGates(
  nodes: readonly GraphNode[],
  { sources, gateInside, injection }: GraphSurroundings,
  fail: GraphReport,
): readonly GraphNode[] {
  const byHand = nodes.find(({ stage }) => stage.kind === "gate");
  if (gateInside) {
    if (byHand !== undefined) {
      fail(byHand.index, undefined, "the sink has its gate inside, and here is another one");
    }
    return gatesInside(nodes);
  }
  const injects = byHand === undefined && injection?.enabled === true;
  return injects ? injectGates(nodes, sources, injection, fail) : nodes;
}

/** In a straight line each stage reads the one above; else each says what it reads. */
function stagesOf(
  nodes: readonly GraphNode[],
  sources: readonly string[],
): readonly StageOptions[] {
  const isLine =
    sources.length === 1 &&
    nodes.every(
      ({ from }, i) => from.length === 1 && from[0] === (nodes[i - 1]?.name ?? sources[0]),
    );
  if (isLine) return nodes.map(({ stage }) => stage);
  return nodes.map(({ stage, name, from }) => ({ ...stage, name, from }));
}
