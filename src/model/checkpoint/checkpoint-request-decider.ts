import type { SimTime } from "../../engine/clock.ts";
import type { CheckpointRequest } from "./checkpoint-request.ts";
import type { CheckpointFailureReason } from "./failure-reason.ts";

/** What the decider asks of the coordinator at the moment of a decision. */
export interface CheckpointLoad {
  /** Another trigger is being prepared. */
  readonly isTriggering: boolean;
  readonly pendingCount: number;
  /** Completed or aborted checkpoints whose state is still being deleted. */
  readonly cleaningCount: number;
  /** End of the last completed checkpoint or savepoint. */
  readonly lastCompletionAt: SimTime;
}

export interface DeciderHost {
  requestDropped(request: CheckpointRequest, reason: CheckpointFailureReason): void;
  /** The periodic trigger starts anew: next at `delay` from now. */
  rescheduleTrigger(delay: SimTime): void;
}

export interface DeciderOptions {
  readonly maxConcurrent: number;
  readonly minPauseMicros: number;
  /** Flink: 1000, not configurable. */
  readonly maxQueued?: number;
}

/**
 * Which request runs next, and when (`CheckpointRequestDecider`, C2).
 *
 * Holds the queue only; counts and times are asked from the load. Each request that comes in
 * leaves once: it is returned to be run, or dropped with a reason.
 */
export class CheckpointRequestDecider {
  readonly #options: DeciderOptions;
  readonly #maxQueued: number;
  readonly #load: CheckpointLoad;
  readonly #host: DeciderHost;
  /** In the order of `precedence`. */
  readonly #queue: CheckpointRequest[] = [];

  constructor(options: DeciderOptions, load: CheckpointLoad, host: DeciderHost) {
    this.#options = options;
    this.#maxQueued = options.maxQueued ?? 1000;
    this.#load = load;
    this.#host = host;
  }

  get queuedCount(): number {
    return this.#queue.length;
  }

  /** Takes a request in and returns the one to run now, which may be another. */
  submit(request: CheckpointRequest, now: SimTime): CheckpointRequest | undefined {
    const last = this.#queue.at(-1);
    if (this.#queue.length >= this.#maxQueued && last !== undefined && !last.isPeriodic) {
      this.#host.requestDropped(request, "TOO_MANY_CHECKPOINT_REQUESTS");
      return undefined;
    }
    this.#insert(request);
    if (this.#queue.length > this.#maxQueued) {
      const least = this.#queue.pop();
      if (least !== undefined) this.#host.requestDropped(least, "TOO_MANY_CHECKPOINT_REQUESTS");
    }
    return this.choose(now);
  }

  /** The queued request to run now, if any may. */
  choose(now: SimTime): CheckpointRequest | undefined {
    const first = this.#queue[0];
    if (first === undefined || this.#load.isTriggering) return undefined;
    if (this.#load.cleaningCount > this.#options.maxConcurrent) return undefined;
    if (!first.isForced) {
      if (this.#load.pendingCount >= this.#options.maxConcurrent) return undefined;
      const pause = this.#load.lastCompletionAt + this.#options.minPauseMicros - now;
      if (first.isPeriodic && pause > 0) {
        this.#queue.shift();
        this.#host.requestDropped(first, "MINIMUM_TIME_BETWEEN_CHECKPOINTS");
        this.#host.rescheduleTrigger(pause);
        return undefined;
      }
    }
    return this.#queue.shift();
  }

  /** Drops everything that waits, most urgent first. */
  abortAll(reason: CheckpointFailureReason): void {
    for (const request of this.#queue.splice(0)) this.#host.requestDropped(request, reason);
  }

  #insert(request: CheckpointRequest): void {
    let at = this.#queue.length;
    while (at > 0 && precedence(this.#queue[at - 1] as CheckpointRequest, request) > 0) at--;
    this.#queue.splice(at, 0, request);
  }
}

// Savepoints, then forced, then what users asked for, then the older.
function precedence(a: CheckpointRequest, b: CheckpointRequest): number {
  if (a.isSavepoint !== b.isSavepoint) return a.isSavepoint ? -1 : 1;
  if (a.isForced !== b.isForced) return a.isForced ? -1 : 1;
  if (a.isPeriodic !== b.isPeriodic) return a.isPeriodic ? 1 : -1;
  return a.number - b.number;
}
