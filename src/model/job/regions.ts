import type { Member, Topology } from "./topology.ts";
import { consumersOf } from "./wiring.ts";

/**
 * Subtasks that fail together (C22): those that pipelined edges connect, whatever the direction. A
 * FORWARD edge connects subtask with subtask, a RESCALE few with few, all others all with all.
 */
export class Regions {
  readonly #members: readonly Member[];
  readonly #root: number[];
  readonly #offsets: readonly number[];

  constructor({ plans, edges }: Topology) {
    this.#members = plans.flatMap(({ index, parallelism }) =>
      Array.from({ length: parallelism }, (_, subtask) => ({ task: index, subtask })),
    );
    this.#root = this.#members.map((_, index) => index);
    let sum = 0;
    this.#offsets = plans.map(({ parallelism }) => {
      sum += parallelism;
      return sum - parallelism;
    });
    for (const { from, to, exchange } of edges) {
      const producers = plans[from]!.parallelism;
      const consumers = plans[to]!.parallelism;
      for (let producer = 0; producer < producers; producer++) {
        const range = consumersOf(exchange.partitioner, producer, producers, consumers);
        for (let consumer = range.from; consumer < range.to; consumer++) {
          this.#unite(this.#offsets[from]! + producer, this.#offsets[to]! + consumer);
        }
      }
    }
  }

  /** All subtasks of the region of that one, in the order of the job's. */
  of({ task, subtask }: Member): readonly Member[] {
    const root = this.#find(this.#offsets[task]! + subtask);
    return this.#members.filter((_, index) => this.#find(index) === root);
  }

  #unite(a: number, b: number): void {
    this.#root[this.#find(a)] = this.#find(b);
  }

  #find(index: number): number {
    let root = index;
    while (this.#root[root] !== root) root = this.#root[root]!;
    this.#root[index] = root;
    return root;
  }
}
