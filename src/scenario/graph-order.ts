import type { GraphNode, GraphReport } from "./graph-node.ts";
import { didYouMean } from "./nearest.ts";

/**
 * The items so that each stands behind all that it reads, else as in the file; undefined if one reads
 * what is not there, or what reads from it.
 */
export function inOrder(
  nodes: readonly GraphNode[],
  sources: readonly string[],
  fail: GraphReport,
): readonly GraphNode[] | undefined {
  const names = [...sources, ...nodes.map(({ name }) => name)];
  const unknown = nodes.flatMap(({ index, from }) =>
    from.filter((name) => !names.includes(name)).map((name) => ({ index, name })),
  );
  for (const { index, name } of unknown) {
    fail(index, "from", `there is no stage "${name}"`, didYouMean(name, names));
  }
  if (unknown.length > 0) return undefined;
  const cycle = findCycle(nodes);
  if (cycle === undefined) return sorted(nodes, sources);
  // The first stage of the cycle in the file is the one that reads from further down.
  const start = nodes.find(({ name }) => cycle.includes(name)) as GraphNode;
  fail(start.index, "from", `the graph has a cycle: ${[...cycle, cycle[0]].join(" -> ")}`);
  return undefined;
}

function sorted(nodes: readonly GraphNode[], sources: readonly string[]): readonly GraphNode[] {
  const placed = new Set(sources);
  const order: GraphNode[] = [];
  const rest = [...nodes];
  while (rest.length > 0) {
    const at = rest.findIndex(({ from }) => from.every((name) => placed.has(name)));
    const [node] = rest.splice(at, 1) as [GraphNode];
    placed.add(node.name);
    order.push(node);
  }
  return order;
}

/** The stages of one cycle in the order in which records would go round, if there is one. */
function findCycle(nodes: readonly GraphNode[]): string[] | undefined {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] | undefined => {
    const seen = trail.indexOf(name);
    if (seen >= 0) return trail.slice(seen).reverse();
    if (done.has(name)) return undefined;
    for (const next of byName.get(name)?.from ?? []) {
      const cycle = walk(next, [...trail, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of nodes) {
    const cycle = walk(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
