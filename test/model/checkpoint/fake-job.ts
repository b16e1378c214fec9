import { FOREVER } from "../../../src/engine/clock.ts";
import {
  CheckpointCoordinator,
  type CheckpointCoordinatorOptions,
  type CheckpointHost,
} from "../../../src/model/checkpoint/checkpoint-coordinator.ts";
import type {
  CheckpointKind,
  CheckpointRequest,
} from "../../../src/model/checkpoint/checkpoint-request.ts";
import type { CheckpointFailureReason } from "../../../src/model/checkpoint/failure-reason.ts";

/**
 * A job of two subtasks that a test moves by hand, and its coordinator. `log` holds what the
 * coordinator had done, in order; times are microseconds.
 */
export class FakeJob implements CheckpointHost {
  readonly log: string[] = [];
  readonly coordinator: CheckpointCoordinator;
  /** Undefined: not every task runs. */
  subtasks: readonly number[] | undefined = [0, 1];
  canWriteMetadata = true;
  now = 0;
  #timerAt: number = FOREVER;

  constructor(options: Partial<CheckpointCoordinatorOptions> = {}) {
    this.coordinator = new CheckpointCoordinator(
      {
        intervalMicros: 0,
        minPauseMicros: 0,
        schedulerRestart: "min-pause",
        maxConcurrent: 1,
        timeoutMicros: 600_000_000,
        tolerableFailures: 0,
        ...options,
      },
      this,
    );
  }

  /** Lets the time pass, with every timer at its instant. */
  advanceTo(at: number): void {
    while (this.#timerAt <= at) {
      this.now = this.#timerAt;
      this.#timerAt = FOREVER;
      this.coordinator.onTimer(this.now);
    }
    this.now = at;
  }

  trigger(kind: CheckpointKind): number {
    return this.coordinator.trigger(kind, this.now);
  }

  acknowledge(id: number, ...subtasks: readonly number[]): void {
    for (const subtask of subtasks) this.coordinator.acknowledge(id, subtask, this.now);
  }

  decline(id: number, subtask: number, reason: CheckpointFailureReason): void {
    this.coordinator.decline(id, subtask, reason, this.now);
  }

  /** What has happened since it was last asked. */
  taken(): readonly string[] {
    return this.log.splice(0);
  }

  subtasksToAcknowledge(): readonly number[] | undefined {
    return this.subtasks;
  }

  triggerSubtasks(id: number, request: CheckpointRequest): void {
    this.log.push(`trigger ${id} ${request.kind}`);
  }

  finalize(id: number): boolean {
    this.log.push(`finalize ${id}`);
    return this.canWriteMetadata;
  }

  checkpointCompleted(id: number, _request: CheckpointRequest, isStored: boolean): void {
    this.log.push(`completed ${id}${isStored ? ", stored" : ""}`);
  }

  requestFailed(
    request: CheckpointRequest,
    reason: CheckpointFailureReason,
    id: number | undefined,
  ): void {
    this.log.push(`request ${request.number} failed: ${reason}${id === undefined ? "" : ` ${id}`}`);
  }

  notifyComplete(id: number): void {
    this.log.push(`notify complete ${id}`);
  }

  notifyAborted(id: number, latestCompletedId: number | undefined): void {
    this.log.push(`notify aborted ${id}, latest ${latestCompletedId ?? "none"}`);
  }

  discardState(id: number): void {
    this.log.push(`discard ${id}`);
  }

  failJob(reason: CheckpointFailureReason, id: number): void {
    this.log.push(`fail job: ${reason} ${id}`);
    this.coordinator.stop(this.now);
  }

  schedule(at: number): void {
    this.#timerAt = at;
  }
}
