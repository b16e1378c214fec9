import type { StageOptions } from "../model/options.ts";

/** One item of a graph under its name, with what it reads. */
export interface GraphNode {
  /** Its place in the file's list; what was added reports at the item for which it was. */
  readonly index: number;
  readonly name: string;
  /** Names of items or sources. */
  readonly from: readonly string[];
  readonly stage: StageOptions;
}

/** Reports a problem of the graph's item `index`, at its setting `key`. */
export type GraphReport = (
  index: number,
  key: string | undefined,
  message: string,
  hint?: string,
) => void;

/** The items that read that item or source. */
export function readersOf(nodes: readonly GraphNode[], name: string): readonly GraphNode[] {
  return nodes.filter(({ from }) => from.includes(name));
}
