import { assert } from "../../engine/assert.ts";
import type { CheckpointTransaction } from "./sink-state.ts";

/**
 * Flink: `ProducerPoolImpl`, as far as it decides which transactional ids are in use: a transaction
 * is ongoing until the writer hears from the committer, at its next snapshot, that it ended.
 * Its producers are used again; a new one is made when none is left.
 */
export class ProducerPool {
  /** In ascending order of checkpoint and id. */
  #ongoing: CheckpointTransaction[] = [];
  readonly #finished: string[] = [];
  /** Transactions of producers that this attempt has made. */
  readonly #own = new Set<string>();
  /** Producers that wait to be used again. */
  #idle = 0;

  constructor(precommitted: readonly CheckpointTransaction[]) {
    for (const { transactionalId, checkpointId } of precommitted) {
      this.begin(transactionalId, checkpointId);
    }
  }

  get ongoing(): readonly CheckpointTransaction[] {
    return this.#ongoing;
  }

  /** Whether it takes a new producer to begin another transaction now. */
  get isEmpty(): boolean {
    return this.#idle === 0;
  }

  /** A transaction of this attempt. */
  start(transactionalId: string, checkpointId: number): void {
    this.begin(transactionalId, checkpointId);
    this.#own.add(transactionalId);
    if (this.#idle > 0) this.#idle--;
  }

  begin(transactionalId: string, checkpointId: number): void {
    assert(
      this.#ongoing.every((one) => one.transactionalId !== transactionalId),
      () => `Transaction ${transactionalId} already ongoing`,
    );
    // A new list: a snapshot holds on to the one before.
    this.#ongoing = [...this.#ongoing, { transactionalId, checkpointId }].sort(
      (one, other) => one.checkpointId - other.checkpointId || compare(one, other),
    );
  }

  /** The producer goes back unused. */
  recycle(transactionalId: string): void {
    this.#ongoing = this.#ongoing.filter((one) => one.transactionalId !== transactionalId);
    if (this.#own.delete(transactionalId)) this.#idle++;
  }

  /** The committer ended it; the writer does not know yet. */
  finished(transactionalId: string): void {
    this.#finished.push(transactionalId);
  }

  /**
   * The writer hears what ended. Commits come in the order of checkpoints, so with one of them
   * everything of earlier checkpoints is over as well.
   */
  recycleFinished(): void {
    for (const id of this.#finished.splice(0)) {
      const ended = this.#ongoing.find((one) => one.transactionalId === id);
      if (ended === undefined) continue;
      this.recycle(id);
      for (const one of this.#ongoing) {
        if (one.checkpointId < ended.checkpointId) this.recycle(one.transactionalId);
      }
    }
  }
}

// In code units, as Java compares strings.
function compare(a: CheckpointTransaction, b: CheckpointTransaction): number {
  if (a.transactionalId === b.transactionalId) return 0;
  return a.transactionalId < b.transactionalId ? -1 : 1;
}
