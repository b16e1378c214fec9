import type { ControlKind } from "./control-elements.ts";
import type { ResultPartition } from "./result-partition.ts";

/** All that a task puts out over the network, as its thread sees it: one partition or several. */
export interface TaskOutput {
  /** A full buffer waits for credit: the subtask must not emit. */
  readonly isBackPressured: boolean;
  /** The next instant at which a flush or a credit makes buffers leave; Infinity when none is due. */
  readonly nextAction: number;
  /** Records that can still be emitted before a buffer can be full. */
  readonly room: number;
  /** The shortest way of a buffer to its receiver (µs). */
  readonly leastLatency: number;
  /** Puts a watermark, status or barrier behind the records of every channel (W14). */
  broadcast(kind: ControlKind, value: number, at: number): void;
  flush(at: number): void;
  /** Does what is due at `nextAction`. */
  act(at: number): void;
  /** When the flusher sends what is emitted at `at`; Infinity if a flush that will is arranged already. */
  flushFor(at: number): number;
  close(): void;
}

/** Several partitions of one task, each to another task; one flusher serves them all. */
export class OutputGroup implements TaskOutput {
  readonly #partitions: readonly ResultPartition[];

  constructor(partitions: readonly ResultPartition[]) {
    this.#partitions = partitions;
  }

  get isBackPressured(): boolean {
    return this.#partitions.some((partition) => partition.isBackPressured);
  }

  get nextAction(): number {
    return this.#least((partition) => partition.nextAction);
  }

  get room(): number {
    return this.#least((partition) => partition.room);
  }

  get leastLatency(): number {
    return this.#least((partition) => partition.leastLatency);
  }

  broadcast(kind: ControlKind, value: number, at: number): void {
    for (const partition of this.#partitions) partition.broadcast(kind, value, at);
  }

  flush(at: number): void {
    for (const partition of this.#partitions) partition.flush(at);
  }

  act(at: number): void {
    for (const partition of this.#partitions) if (partition.nextAction <= at) partition.act(at);
  }

  flushFor(at: number): number {
    return this.#least((partition) => partition.flushFor(at));
  }

  close(): void {
    for (const partition of this.#partitions) partition.close();
  }

  #least(of: (partition: ResultPartition) => number): number {
    return this.#partitions.reduce(
      (least, partition) => Math.min(least, of(partition)),
      Number.POSITIVE_INFINITY,
    );
  }
}

/** The partitions of one task together; undefined without any. */
export function taskOutput(partitions: readonly ResultPartition[]): TaskOutput | undefined {
  return partitions.length > 1 ? new OutputGroup(partitions) : partitions[0];
}
