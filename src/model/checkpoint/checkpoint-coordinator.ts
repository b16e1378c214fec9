import { FOREVER, type SimTime } from "../../engine/clock.ts";
import { CheckpointFailureManager } from "./checkpoint-failure-manager.ts";
import {
  type CheckpointKind,
  type CheckpointRequest,
  checkpointRequest,
} from "./checkpoint-request.ts";
import { type CheckpointLoad, CheckpointRequestDecider } from "./checkpoint-request-decider.ts";
import type { CheckpointFailureReason } from "./failure-reason.ts";
import { PendingCheckpoint } from "./pending-checkpoint.ts";
import { PeriodicTrigger, type PeriodicTriggerOptions } from "./periodic-trigger.ts";

export interface CheckpointCoordinatorOptions extends PeriodicTriggerOptions {
  readonly maxConcurrent: number;
  readonly timeoutMicros: number;
  readonly tolerableFailures: number;
  /** `execution.checkpointing.num-retained`; Flink: 1. */
  readonly retained?: number;
}

/** The job around the coordinator: carries its decisions out and keeps all state by checkpoint id. */
export interface CheckpointHost {
  /** Who must acknowledge now; undefined while not every task runs (then nothing is triggered). */
  subtasksToAcknowledge(): readonly number[] | undefined;
  /** Inject the barrier of `id` at the sources. */
  triggerSubtasks(id: number, request: CheckpointRequest): void;
  /** Write the metadata; false = the write failed, and with it the checkpoint (C5). */
  finalize(id: number, request: CheckpointRequest): boolean;
  /** The request is fulfilled. `isStored`: recovery will use it (C25: never a savepoint). */
  checkpointCompleted(id: number, request: CheckpointRequest, isStored: boolean): void;
  /** The request came to nothing; `id` undefined when it never became a checkpoint. */
  requestFailed(
    request: CheckpointRequest,
    reason: CheckpointFailureReason,
    id: number | undefined,
  ): void;
  /** Tell every task, one-way (C6). */
  notifyComplete(id: number): void;
  /**
   * Tell every task, one-way. A task first treats `latestCompletedId` as completed when it is
   * given; a task in the synchronous savepoint `id` fails (`Stop-with-savepoint failed`).
   */
  notifyAborted(id: number, latestCompletedId: number | undefined): void;
  /** Neither recovery nor a user can ask for the state of `id` any more. */
  discardState(id: number): void;
  failJob(reason: CheckpointFailureReason, id: number): void;
  /** Call `onTimer` at `at`; replaces the time asked for before; FOREVER = not needed. */
  schedule(at: SimTime): void;
}

const NEVER_COMPLETED: SimTime = -FOREVER;

/**
 * The checkpoints of one job, from request to notification (`CheckpointCoordinator`; C1–C8, C18,
 * C24–C26). Knows nothing of the state itself.
 *
 * One counter gives ids to checkpoints and savepoints alike; they only grow (C24). Simultaneous
 * timeouts come before the periodic trigger. Host calls may lead back into the coordinator.
 * Not modelled: time between the choice of a request and its barriers; deletion of old state
 * (nothing is ever "cleaning"); regional failover.
 */
export class CheckpointCoordinator {
  readonly #host: CheckpointHost;
  readonly #timeout: number;
  readonly #retained: number;
  readonly #periodic: PeriodicTrigger;
  readonly #decider: CheckpointRequestDecider;
  readonly #failures: CheckpointFailureManager;
  readonly #pending = new Map<number, PendingCheckpoint>();
  readonly #completed: number[] = [];
  #lastCompletionAt: SimTime = NEVER_COMPLETED;
  #isTriggering = false;
  #requests = 0;
  #nextId = 1;
  #scheduledAt: SimTime = FOREVER;
  #now: SimTime = 0;

  constructor(options: CheckpointCoordinatorOptions, host: CheckpointHost) {
    this.#host = host;
    this.#timeout = options.timeoutMicros;
    this.#retained = options.retained ?? 1;
    this.#periodic = new PeriodicTrigger(options);
    this.#failures = new CheckpointFailureManager(options.tolerableFailures);
    this.#decider = new CheckpointRequestDecider(options, this.#load(), {
      requestDropped: (request, reason) => host.requestFailed(request, reason, undefined),
      rescheduleTrigger: (delay) => this.#periodic.reschedule(this.#now + delay),
    });
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  get nextId(): number {
    return this.#nextId;
  }

  /** What an automatic recovery restores (C18): this job's latest checkpoint, never its savepoints. */
  get latestCompletedId(): number | undefined {
    return this.#completed.at(-1);
  }

  /** Before the first start: a job started from a path puts it into its own store (C18). */
  restoreFrom(id: number): void {
    this.#completed.push(id);
    this.#nextId = Math.max(this.#nextId, id + 1);
  }

  /** Nothing that has completed so far is there for a recovery. */
  forget(): void {
    for (const id of this.#completed.splice(0)) this.#host.discardState(id);
  }

  /** The job is RUNNING (again). `draw` in [0, 1) decides the first delay (C1). */
  start(now: SimTime, draw: number): void {
    this.stop(now);
    this.#periodic.start(now, draw);
    this.#arrange();
  }

  /** The job left RUNNING: the scheduler stops, everything pending or queued is aborted (C22). */
  stop(now: SimTime): void {
    this.#now = now;
    this.#periodic.stop();
    this.#decider.abortAll("CHECKPOINT_COORDINATOR_SUSPEND");
    for (const pending of [...this.#pending.values()]) {
      this.#abort(pending, "CHECKPOINT_COORDINATOR_SUSPEND", undefined);
    }
    this.#arrange();
  }

  /**
   * Asks for one; returns the number of the request. A stop-with-savepoint stops the scheduler
   * first (C26); when it fails and the job goes on, the host starts the scheduler again.
   */
  trigger(kind: CheckpointKind, now: SimTime): number {
    this.#now = now;
    const request = checkpointRequest(++this.#requests, kind, now);
    if (request.isSynchronous) this.stop(now);
    this.#run(this.#decider.submit(request, now));
    this.#arrange();
    return request.number;
  }

  /** At the time asked for by `schedule`; early or stale calls do nothing. */
  onTimer(now: SimTime): void {
    this.#now = now;
    for (const pending of [...this.#pending.values()]) {
      if (pending.expiresAt <= now) this.#abort(pending, "CHECKPOINT_EXPIRED", undefined);
    }
    this.#run(this.#decider.choose(now));
    while (this.#periodic.dueAt <= now) {
      this.#periodic.fire();
      this.trigger("periodic", now);
    }
    this.#arrange();
  }

  /** False when it changes nothing: unknown, late or repeated (C4). */
  acknowledge(id: number, subtask: number, now: SimTime): boolean {
    this.#now = now;
    const pending = this.#pending.get(id);
    if (pending === undefined || !pending.acknowledge(subtask)) return false;
    if (pending.isFullyAcknowledged && !this.#isTriggering) this.#complete(pending);
    this.#arrange();
    return true;
  }

  /** One subtask could not take part: the checkpoint is aborted for all (C7). */
  decline(id: number, subtask: number, reason: CheckpointFailureReason, now: SimTime): void {
    this.#now = now;
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#abort(pending, reason, subtask);
    this.#run(this.#decider.choose(now));
    this.#arrange();
  }

  /** A failed subtask will not acknowledge any more (C7); the failure itself is the host's affair. */
  subtaskFailed(subtask: number, now: SimTime): void {
    this.#now = now;
    for (const pending of [...this.#pending.values()]) {
      if (pending.awaits(subtask)) this.#abort(pending, "TASK_FAILURE", undefined);
    }
    this.#run(this.#decider.choose(now));
    this.#arrange();
  }

  #load(): CheckpointLoad {
    const coordinator = this;
    return {
      get isTriggering() {
        return coordinator.#isTriggering;
      },
      get pendingCount() {
        return coordinator.#pending.size;
      },
      cleaningCount: 0,
      get lastCompletionAt() {
        return coordinator.#lastCompletionAt;
      },
    };
  }

  /** Begins `chosen` and whatever else of the queue may run beside it. */
  #run(chosen: CheckpointRequest | undefined): void {
    for (let next = chosen; next !== undefined; next = this.#decider.choose(this.#now)) {
      this.#begin(next);
    }
  }

  #begin(request: CheckpointRequest): void {
    if (request.isPeriodic && !this.#periodic.isRunning) {
      this.#host.requestFailed(request, "PERIODIC_SCHEDULER_SHUTDOWN", undefined);
      return;
    }
    const subtasks = this.#host.subtasksToAcknowledge();
    if (subtasks === undefined) {
      this.#host.requestFailed(request, "NOT_ALL_REQUIRED_TASKS_RUNNING", undefined);
      return;
    }
    const pending = new PendingCheckpoint(this.#nextId++, request, subtasks, {
      triggeredAt: this.#now,
      expiresAt: this.#now + this.#timeout,
    });
    this.#pending.set(pending.id, pending);
    this.#isTriggering = true;
    this.#host.triggerSubtasks(pending.id, request);
    this.#isTriggering = false;
    const stillPending = this.#pending.get(pending.id) === pending;
    if (stillPending && pending.isFullyAcknowledged) this.#complete(pending);
  }

  #complete(pending: PendingCheckpoint): void {
    const { id, request } = pending;
    if (!this.#host.finalize(id, request)) {
      this.#abort(pending, "FINALIZE_CHECKPOINT_FAILURE", undefined);
      this.#run(this.#decider.choose(this.#now));
      return;
    }
    this.#pending.delete(id);
    this.#failures.succeeded(id);
    this.#lastCompletionAt = this.#now;
    if (!request.isSavepoint) this.#completed.push(id);
    this.#host.checkpointCompleted(id, request, !request.isSavepoint);
    if (!request.isSavepoint || request.isSynchronous) {
      this.#subsume(id);
      this.#host.notifyComplete(id);
    }
    while (this.#completed.length > this.#retained) {
      this.#host.discardState(this.#completed.shift() as number);
    }
    this.#run(this.#decider.choose(this.#now));
  }

  #subsume(id: number): void {
    for (const lower of [...this.#pending.values()]) {
      if (lower.id < id && lower.canBeSubsumed)
        this.#abort(lower, "CHECKPOINT_SUBSUMED", undefined);
    }
  }

  // `subtask` undefined: the JobManager's decision, which counts against checkpoints only (C8).
  #abort(
    pending: PendingCheckpoint,
    reason: CheckpointFailureReason,
    subtask: number | undefined,
  ): void {
    const { id, request } = pending;
    if (!this.#pending.delete(id)) return;
    this.#host.requestFailed(request, reason, id);
    this.#host.notifyAborted(id, this.latestCompletedId);
    this.#host.discardState(id);
    const byTask = subtask !== undefined;
    const failsJob =
      byTask && request.isSynchronous
        ? true
        : (byTask || !request.isSavepoint) && this.#failures.failed(id, reason);
    if (failsJob) this.#host.failJob(reason, id);
  }

  #arrange(): void {
    let next = this.#periodic.dueAt;
    for (const pending of this.#pending.values()) next = Math.min(next, pending.expiresAt);
    if (next === this.#scheduledAt) return;
    this.#scheduledAt = next;
    this.#host.schedule(next);
  }
}
