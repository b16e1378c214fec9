import type { Member, TaskEdge, Topology } from "./topology.ts";
import { producersOf } from "./wiring.ts";

/**
 * Which slot a subtask runs in, all tasks in one sharing group (`LocalInputPreferredSlotSharingStrategy`):
 * a slot holds at most one subtask of each task. A subtask goes to its first producer if there is room,
 * else to the first slot with room. Not modelled: sharing groups of one's own, balanced tasks of 2.x.
 */
export class SlotSharing {
  /** By number of the subtask among all of its job. */
  readonly #slots: number[] = [];
  readonly #held: Set<number>[] = [];

  constructor(topology: Topology) {
    const offsets: number[] = [];
    for (const { index: task, parallelism } of topology.plans) {
      offsets.push(this.#slots.length);
      this.#place(topology, task, parallelism, offsets);
    }
  }

  /** How many slots the job needs. */
  get count(): number {
    return this.#held.length;
  }

  /** Slot of the subtask of that number. */
  of(index: number): number {
    return this.#slots[index] as number;
  }

  // First all that find their producer's slot free, then the rest: so Flink does it, task by task.
  #place(topology: Topology, task: number, parallelism: number, offsets: readonly number[]): void {
    const edges = topology.edges
      .filter(({ to }) => to === task)
      .sort((a, b) => a.input - b.input || a.index - b.index);
    const taken: (number | undefined)[] = [];
    for (let subtask = 0; subtask < parallelism; subtask++) {
      const slot = edges
        .map((edge) => this.#producerSlot(topology, edge, { task, subtask }, offsets))
        .find((one) => one !== undefined && this.#held[one]?.has(task) === false);
      if (slot !== undefined) this.#held[slot]?.add(task);
      taken.push(slot);
    }
    for (const slot of taken) this.#slots.push(slot ?? this.#firstFree(task));
  }

  #producerSlot(
    { plans }: Topology,
    { from, exchange }: TaskEdge,
    { task, subtask }: Member,
    offsets: readonly number[],
  ): number | undefined {
    const [producers, consumers] = [plans[from]!.parallelism, plans[task]!.parallelism];
    const [first] = producersOf(exchange.partitioner, subtask, producers, consumers);
    return first === undefined ? undefined : this.#slots[(offsets[from] as number) + first];
  }

  #firstFree(task: number): number {
    const free = this.#held.findIndex((tasks) => !tasks.has(task));
    const slot = free < 0 ? this.#held.push(new Set()) - 1 : free;
    this.#held[slot]?.add(task);
    return slot;
  }
}
