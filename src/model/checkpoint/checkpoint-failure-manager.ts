import { type CheckpointFailureReason, countsAsFailure } from "./failure-reason.ts";

/**
 * Counts failed checkpoints in a row against the tolerable number (`CheckpointFailureManager`, C8).
 *
 * Each id counts once; a success clears the count, and failures of ids below it no longer matter.
 */
export class CheckpointFailureManager {
  readonly #tolerable: number;
  readonly #countedIds = new Set<number>();
  #lastSucceeded = -1;

  constructor(tolerableFailures: number) {
    this.#tolerable = tolerableFailures;
  }

  /** Failures since the last success or failover. */
  get count(): number {
    return this.#countedIds.size;
  }

  /** Whether the job must fail over now; the count then begins anew. */
  failed(id: number, reason: CheckpointFailureReason): boolean {
    if (id <= this.#lastSucceeded || !countsAsFailure(reason)) return false;
    this.#countedIds.add(id);
    if (this.#countedIds.size <= this.#tolerable) return false;
    this.#countedIds.clear();
    return true;
  }

  succeeded(id: number): void {
    if (id <= this.#lastSucceeded) return;
    this.#lastSucceeded = id;
    this.#countedIds.clear();
  }
}
