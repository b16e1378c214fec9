/** The minimum of a fixed number of values, kept while they change one by one: O(log n) a change. */
export class MinimumTree {
  // A tournament: node i has the children 2i and 2i + 1, the leaves begin at #leaves.
  readonly #nodes: Float64Array;
  readonly #leaves: number;

  /** All values are Infinity at first. */
  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.#leaves = leaves;
    this.#nodes = new Float64Array(2 * leaves).fill(Number.POSITIVE_INFINITY);
  }

  get minimum(): number {
    return this.#nodes[1] as number;
  }

  set(index: number, value: number): void {
    const nodes = this.#nodes;
    let node = this.#leaves + index;
    nodes[node] = value;
    while (node > 1) {
      const own = nodes[node] as number;
      const sibling = nodes[node ^ 1] as number;
      const lower = own < sibling ? own : sibling;
      node >>= 1;
      // Who did not hold the minimum here does not change it further up.
      if (nodes[node] === lower) return;
      nodes[node] = lower;
    }
  }
}
