import { type GraphNode, type GraphReport, readersOf } from "./graph-node.ts";

/**
 * Checks the ways from the sources to the sinks: every way ends in a sink, there is one way at most
 * from a source to a sink (on two the copies of a record could not be told apart), joins have two
 * inputs, and what keeps state by key gets records by key.
 */
export function checkWays(
  nodes: readonly GraphNode[],
  sources: readonly string[],
  fail: GraphReport,
): void {
  for (const node of nodes) {
    checkInputs(node, fail);
    checkReaders(node, nodes, fail);
    checkKeyed(node, nodes, fail);
  }
  for (const source of sources) {
    if (readersOf(nodes, source).length === 0) {
      fail(0, undefined, `nothing reads the source "${source}"`);
    }
    checkSingleWays(source, nodes, fail);
  }
  if (!nodes.some(({ stage }) => stage.kind === "sink")) {
    fail(nodes.length - 1, undefined, "the graph must end in a sink");
  }
}

function checkInputs({ index, stage, from }: GraphNode, fail: GraphReport): void {
  if (from.length === 0) fail(index, "from", "this stage reads nothing");
  if (stage.kind === "join" && new Set(from).size !== 2) {
    fail(index, "from", "a join reads two streams: from: [left, right]");
  }
}

function checkReaders(node: GraphNode, nodes: readonly GraphNode[], fail: GraphReport): void {
  const [reader] = readersOf(nodes, node.name);
  const isSink = node.stage.kind === "sink";
  if (isSink && reader !== undefined) {
    fail(reader.index, "from", `"${node.name}" is a sink; nothing comes out of it`);
  }
  if (!isSink && reader === undefined) {
    fail(node.index, undefined, `the graph must end in a sink; nothing reads "${node.name}"`);
  }
}

// Filters, gates and maps keep a stream partitioned as it was.
function checkKeyed(node: GraphNode, nodes: readonly GraphNode[], fail: GraphReport): void {
  const { kind } = node.stage;
  if (kind !== "window" && kind !== "process") return;
  const isKeyed = (names: readonly string[]): boolean =>
    names.every((name) => {
      const before = nodes.find((other) => other.name === name);
      if (before === undefined) return false;
      const { stage, from } = before;
      if (stage.kind === "exchange") return stage.partitioner === "HASH";
      return stage.kind === "join" || (from.length === 1 && isKeyed(from));
    });
  if (!isKeyed(node.from)) {
    fail(node.index, kind, `a ${kind} keeps state by key; put a key-by before it`);
  }
}

function checkSingleWays(source: string, nodes: readonly GraphNode[], fail: GraphReport): void {
  const ways = new Map<string, number>([[source, 1]]);
  for (const node of nodes) {
    const { name, from, index } = node;
    const count = from.reduce((sum, before) => sum + (ways.get(before) ?? 0), 0);
    ways.set(name, Math.min(count, 1));
    if (count > 1) {
      fail(index, "from", `two ways lead from "${source}" to "${name}", which is not modelled`);
    }
  }
}
