import type { StageOptions } from "../model/options.ts";
import { type GraphNode, type GraphReport, readersOf } from "./graph-node.ts";

/** Where gates come from if the graph names none (`bluegreen.gate.injection.*`). */
export interface GateInjection {
  readonly enabled: boolean;
  readonly position: "BEFORE_SINK" | "AFTER_SOURCE";
  /** The stage that the gate stands before, instead of the sink. */
  readonly beforeUid: string | undefined;
}

/** An edge of the graph, to that node from that item or source. */
interface Edge {
  readonly to: GraphNode;
  readonly from: string;
}

/**
 * The graph with its gates. The published injection handles a single point of the graph: before the
 * one sink, or behind the one source; a gate on each edge there.
 */
export function injectGates(
  nodes: readonly GraphNode[],
  sources: readonly string[],
  { position, beforeUid }: GateInjection,
  fail: GraphReport,
): readonly GraphNode[] {
  const isAfter = position === "AFTER_SOURCE";
  const edges = isAfter
    ? edgesBehind(nodes, sources, fail)
    : edgesTo(targetOf(nodes, beforeUid, fail));
  const nameOf = ({ to, from }: Edge): string => {
    if (edges.length === 1) return "gate";
    return isAfter ? `gate before ${to.name}` : `gate behind ${from}`;
  };
  return nodes.flatMap((node) => {
    const own = edges.filter(({ to }) => to === node);
    const gates = own.map((edge) => gateNode(nameOf(edge), node, [edge.from]));
    const from = node.from.map((name) => {
      const edge = own.find((other) => other.from === name);
      return edge === undefined ? name : nameOf(edge);
    });
    return [...gates, { ...node, from }];
  });
}

/** The source's own edges; the gate keeps the partitioning of its edge, so it stands behind an exchange. */
function edgesBehind(
  nodes: readonly GraphNode[],
  sources: readonly string[],
  fail: GraphReport,
): readonly Edge[] {
  const [source = "", another] = sources;
  if (another !== undefined) {
    fail(0, undefined, `${EXACTLY} source, and there are ${sources.join(", ")}`, BY_HAND);
  }
  const readers = readersOf(nodes, source);
  const exchanges = readers.filter(({ stage }) => stage.kind === "exchange");
  const direct = readers.filter(({ stage }) => stage.kind !== "exchange");
  return [
    ...direct.map((to) => ({ to, from: source })),
    ...exchanges.flatMap(({ name }) => readersOf(nodes, name).map((to) => ({ to, from: name }))),
  ];
}

function edgesTo(target: GraphNode | undefined): readonly Edge[] {
  return target === undefined ? [] : target.from.map((from) => ({ to: target, from }));
}

const EXACTLY = "automatic injection of the gate needs exactly one";
const BY_HAND = "put a gate stage where each gate belongs";

function targetOf(
  nodes: readonly GraphNode[],
  beforeUid: string | undefined,
  fail: GraphReport,
): GraphNode | undefined {
  if (beforeUid !== undefined) {
    const named = nodes.find(({ name }) => name === beforeUid);
    if (named === undefined) fail(0, undefined, `there is no stage "${beforeUid}" for the gate`);
    return named;
  }
  const sinks = nodes.filter(({ stage }) => stage.kind === "sink");
  const [sink, another] = sinks;
  if (another !== undefined) {
    const names = sinks.map(({ name }) => name).join(", ");
    fail(another.index, undefined, `${EXACTLY} sink, and there are ${names}`, BY_HAND);
  }
  return sink;
}

/** A gate before every sink: the place is the same as inside of it. */
export function gatesInside(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const sinks = nodes.filter(({ stage }) => stage.kind === "sink").length;
  return nodes.flatMap((node) => {
    if (node.stage.kind !== "sink") return [node];
    const gate = gateNode(sinks === 1 ? "gate" : `gate of ${node.name}`, node, node.from);
    return [gate, { ...node, from: [gate.name] }];
  });
}

function gateNode(name: string, { index }: GraphNode, from: readonly string[]): GraphNode {
  const stage: StageOptions = { kind: "gate", name, costMicros: 1 };
  return { index, name, from, stage };
}
