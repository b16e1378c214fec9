import type { SimTime } from "../../engine/clock.ts";
import type { CheckpointRequest } from "./checkpoint-request.ts";

/** A checkpoint that waits for acknowledgements (`PendingCheckpoint`). */
export class PendingCheckpoint {
  readonly id: number;
  readonly request: CheckpointRequest;
  readonly triggeredAt: SimTime;
  /** C4: counted from its creation. */
  readonly expiresAt: SimTime;
  readonly #awaited: Set<number>;

  constructor(
    id: number,
    request: CheckpointRequest,
    subtasks: readonly number[],
    times: { readonly triggeredAt: SimTime; readonly expiresAt: SimTime },
  ) {
    this.id = id;
    this.request = request;
    this.#awaited = new Set(subtasks);
    this.triggeredAt = times.triggeredAt;
    this.expiresAt = times.expiresAt;
  }

  get isFullyAcknowledged(): boolean {
    return this.#awaited.size === 0;
  }

  /** Savepoints are never subsumed by a later checkpoint (C5). */
  get canBeSubsumed(): boolean {
    return !this.request.isSavepoint;
  }

  awaits(subtask: number): boolean {
    return this.#awaited.has(subtask);
  }

  /** False for a duplicate or a subtask that is not part of it. */
  acknowledge(subtask: number): boolean {
    return this.#awaited.delete(subtask);
  }
}
