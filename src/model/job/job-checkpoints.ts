import type { Chance, KeyedDraws, Stream } from "../../engine/choice.ts";
import { FOREVER } from "../../engine/clock.ts";
import { sampleLatency } from "../../engine/latency.ts";
import {
  CheckpointCoordinator,
  type CheckpointHost,
} from "../checkpoint/checkpoint-coordinator.ts";
import type { CheckpointKind, CheckpointRequest } from "../checkpoint/checkpoint-request.ts";
import type { CheckpointFailureReason } from "../checkpoint/failure-reason.ts";
import { schedulerRestart } from "../checkpoint/periodic-trigger.ts";
import type { JobOptions } from "../options.ts";
import { CHECKPOINT } from "../phases.ts";
import type { Agenda, Appointment } from "./agenda.ts";
import {
  type BarrierKind,
  CHECKPOINT_BARRIER,
  DRAIN_BARRIER,
  SAVEPOINT_BARRIER,
  STOP_BARRIER,
} from "./barrier-value.ts";
import { CheckpointFaults } from "./checkpoint-faults.ts";
import type { Execution } from "./execution.ts";
import { assembleState, type JobState, type SubtaskState } from "./job-state.ts";

/** What the coordinator's runtime needs of its job. */
export interface CheckpointedJob {
  readonly path: string;
  readonly options: JobOptions;
  /** Every execution, if all are RUNNING; otherwise undefined. */
  runningExecutions(): readonly Execution[] | undefined;
  /** Those that run, for notifications. */
  executions(): readonly Execution[];
  failGlobally(reason: string): void;
  checkpointEnded(ended: CheckpointEnd): void;
}

export interface CheckpointEnd {
  /** Undefined: the request never became a checkpoint. */
  readonly id: number | undefined;
  readonly kind: CheckpointKind;
  /** Undefined: completed. */
  readonly failure: CheckpointFailureReason | undefined;
  readonly state: JobState | undefined;
}

/** Called when a requested savepoint has completed, or has come to nothing. */
export type SavepointAnswer = (
  state: JobState | undefined,
  failure?: CheckpointFailureReason,
) => void;

/** One job's checkpoint coordinator at work: carries its calls out and keeps the states by id. */
export class JobCheckpoints implements CheckpointHost {
  readonly faults: CheckpointFaults = new CheckpointFaults();
  readonly #job: CheckpointedJob;
  readonly #agenda: Agenda;
  readonly #coordinator: CheckpointCoordinator;
  readonly #startDraws: Stream;
  readonly #rpcDraws: KeyedDraws;
  readonly #lossDraws: KeyedDraws;
  readonly #parts = new Map<number, SubtaskState[]>();
  readonly #states = new Map<number, JobState>();
  readonly #answers = new Map<number, SavepointAnswer>();
  /** Answers that nobody is there to give. */
  readonly #held: (() => void)[] = [];
  #isSilent = false;
  #timer: Appointment | undefined;
  #hasStarted = false;
  /** Of the request under way, before its number is known. */
  #pendingAnswer: SavepointAnswer | undefined;

  constructor(job: CheckpointedJob, agenda: Agenda, chance: Chance) {
    const { checkpointing, flinkVersion } = job.options;
    this.#job = job;
    this.#agenda = agenda;
    this.#startDraws = chance.stream(job.path, "first checkpoint");
    this.#rpcDraws = chance.keyed(job.path, "checkpoint rpc");
    this.#lossDraws = chance.keyed(job.path, "lost notification");
    this.#coordinator = new CheckpointCoordinator(
      { ...checkpointing, schedulerRestart: schedulerRestart(flinkVersion) },
      this,
    );
  }

  /** The state an automatic recovery restores (C18). */
  get latest(): JobState | undefined {
    const id = this.#coordinator.latestCompletedId;
    return id === undefined ? undefined : this.#states.get(id);
  }

  /** C18: a job started from a path takes it for its first checkpoint. */
  restoreFrom(state: JobState): void {
    this.#states.set(state.id, state);
    this.#coordinator.restoreFrom(state.id);
  }

  /** A deployment without state knows nothing of the checkpoints before it. */
  startWithoutState(): void {
    this.#coordinator.forget();
  }

  start(): void {
    this.#coordinator.start(this.#agenda.now, this.#firstPhase());
  }

  // Drawn in any case, so that the draws of later starts are the same with and without.
  #firstPhase(): number {
    const drawn = this.#startDraws.unit();
    const { firstAfterMicros, intervalMicros, minPauseMicros } = this.#job.options.checkpointing;
    if (this.#hasStarted || firstAfterMicros === undefined) return drawn;
    this.#hasStarted = true;
    return Math.max(0, firstAfterMicros - minPauseMicros) / (intervalMicros - minPauseMicros + 1);
  }

  stop(): void {
    this.#coordinator.stop(this.#agenda.now);
    this.#parts.clear();
  }

  /** Asks for a savepoint; `then` is called once. */
  trigger(kind: CheckpointKind, then: SavepointAnswer): void {
    this.#pendingAnswer = then;
    const number = this.#coordinator.trigger(kind, this.#agenda.now);
    // Refused on the spot: `requestFailed` has answered already.
    if (this.#pendingAnswer !== undefined) this.#answers.set(number, then);
    this.#pendingAnswer = undefined;
  }

  /** There is no JobManager: no task hears of anything. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Its JobManager is gone: what was pending is forgotten, and nobody is told. */
  fallSilent(): void {
    this.#isSilent = true;
    this.stop();
  }

  /** There is one again, or somebody else has ended the job: who asked hears that it came to nothing. */
  speak(): void {
    this.#isSilent = false;
    for (const answer of this.#held.splice(0)) answer();
  }

  acknowledged(id: number, execution: Execution, state: SubtaskState): void {
    const { now } = this.#agenda;
    const after = this.faults.acknowledgedAfter(id, now);
    const arrives = (): void => {
      this.#parts.get(id)?.push(state);
      this.#coordinator.acknowledge(id, execution.index, this.#agenda.now);
    };
    if (after === 0) arrives();
    else if (after < FOREVER) this.#agenda.at(now + after, CHECKPOINT, arrives);
  }

  declined(id: number, execution: Execution, reason: CheckpointFailureReason): void {
    this.#coordinator.decline(id, execution.index, reason, this.#agenda.now);
  }

  subtasksToAcknowledge(): readonly number[] | undefined {
    return this.#job.runningExecutions()?.map((execution) => execution.index);
  }

  triggerSubtasks(id: number, request: CheckpointRequest): void {
    this.#parts.set(id, []);
    this.faults.begun(id, request.isSavepoint);
    const kind = barrierKindOf(request);
    for (const execution of this.#job.executions()) {
      if (execution.parts.source === undefined) continue;
      this.#call(id, execution, 0, () => execution.triggerCheckpoint(id, kind));
    }
  }

  finalize(id: number, request: CheckpointRequest): boolean {
    if (this.faults.failsToComplete(request.isSavepoint, this.#agenda.now)) return false;
    this.#states.set(id, assembleState(id, this.#parts.get(id) ?? []));
    this.#parts.delete(id);
    return true;
  }

  checkpointCompleted(id: number, request: CheckpointRequest, isStored: boolean): void {
    const state = this.#states.get(id);
    if (!isStored) this.#states.delete(id);
    this.#job.checkpointEnded({ id, kind: request.kind, failure: undefined, state });
    this.#answer(request, state, undefined);
  }

  requestFailed(
    request: CheckpointRequest,
    reason: CheckpointFailureReason,
    id: number | undefined,
  ): void {
    this.#job.checkpointEnded({ id, kind: request.kind, failure: reason, state: undefined });
    this.#answer(request, undefined, reason);
  }

  notifyComplete(id: number): void {
    const isLost = this.faults.losesNotification(this.#agenda.now);
    const share = this.#job.options.checkpointing.notificationLoss;
    for (const execution of this.#job.executions()) {
      if (isLost || (share > 0 && this.#lossDraws.unit(id, execution.index) < share)) continue;
      this.#call(id, execution, 1, () => execution.notifyComplete(id));
    }
  }

  notifyAborted(id: number, latestCompletedId: number | undefined): void {
    for (const execution of this.#job.executions()) {
      this.#call(id, execution, 2, () => execution.notifyAborted(id, latestCompletedId));
    }
  }

  discardState(id: number): void {
    this.#parts.delete(id);
    this.#states.delete(id);
  }

  failJob(reason: CheckpointFailureReason): void {
    this.#job.failGlobally(reason);
  }

  schedule(at: number): void {
    this.#timer?.cancel();
    this.#timer =
      at >= FOREVER
        ? undefined
        : this.#agenda.at(at, CHECKPOINT, () => this.#coordinator.onTimer(this.#agenda.now));
  }

  #answer(
    request: CheckpointRequest,
    state: JobState | undefined,
    failure: CheckpointFailureReason | undefined,
  ): void {
    const answer = this.#answers.get(request.number) ?? this.#pendingAnswer;
    if (answer === undefined || request.isPeriodic) return;
    this.#answers.delete(request.number);
    this.#pendingAnswer = undefined;
    if (this.#isSilent) this.#held.push(() => answer(state, failure));
    else answer(state, failure);
  }

  #call(id: number, execution: Execution, purpose: number, action: () => void): void {
    if (this.#isSilent) return;
    const draw = this.#rpcDraws.unit(id, execution.index * 4 + purpose);
    const latency = sampleLatency(this.#job.options.checkpointing.rpc, draw);
    // One connection a task: calls do not overtake one another (C6).
    const at = execution.nextCallAt(this.#agenda.now + latency);
    this.#agenda.at(at, CHECKPOINT, () => {
      if (!execution.parts.agenda.isOver) action();
    });
  }
}

function barrierKindOf(request: CheckpointRequest): BarrierKind {
  if (!request.isSavepoint) return CHECKPOINT_BARRIER;
  if (request.kind === "stop-with-drain") return DRAIN_BARRIER;
  return request.isSynchronous ? STOP_BARRIER : SAVEPOINT_BARRIER;
}
