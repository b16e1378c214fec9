import { assert } from "../../engine/assert.ts";
import type { Chance } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { CheckpointFailureReason } from "../checkpoint/failure-reason.ts";
import type { JobOptions } from "../options.ts";
import { CONTROL } from "../phases.ts";
import type { Agenda } from "./agenda.ts";
import type { Deployment } from "./deployment.ts";
import type { Execution, ExecutionHost } from "./execution.ts";
import {
  type CheckpointEnd,
  type CheckpointedJob,
  JobCheckpoints,
  type SavepointAnswer,
} from "./job-checkpoints.ts";
import type { JobState, SubtaskState } from "./job-state.ts";
import { createRestartBackoff, type RestartBackoff } from "./restart-backoff.ts";
import type { CloseKind } from "./sink-runtime.ts";
import type { Member } from "./topology.ts";

/** `deploying`: created, its tasks not all RUNNING yet. `finished`: stopped with a savepoint. */
export type JobStatus =
  | "absent"
  | "deploying"
  | "running"
  | "restarting"
  | "finished"
  | "failed"
  | "canceled";

/** Hears what becomes of a job. */
export interface JobListener {
  statusChanged(job: Job, status: JobStatus, reason: string): void;
  checkpointEnded(job: Job, ended: CheckpointEnd): void;
  /** Subtasks are deployed (again) from that checkpoint; 0 = without state. */
  restored(job: Job, checkpoint: number): void;
}

/**
 * One Flink job: deploys its subtasks, restarts what fails from the last completed checkpoint (C22),
 * stops, is cancelled. Failure and cancellation act at once on the whole region.
 * Not modelled: the time it takes the JobManager to notice (C23) and to cancel the others.
 */
export class Job implements ExecutionHost, CheckpointedJob {
  readonly options: JobOptions;
  readonly path: string;
  readonly checkpoints: JobCheckpoints;
  readonly #agenda: Agenda;
  readonly #deployment: Deployment;
  readonly #listener: JobListener;
  readonly #chance: Chance;
  readonly #backoff: RestartBackoff;
  readonly #executions: (Execution | undefined)[];
  #status: JobStatus = "absent";
  #deployments = 0;
  #restarts = 0;
  #regionsDown = 0;
  #isWatchedClosely = false;
  #stop: { readonly savepoint: JobState; readonly then: SavepointAnswer } | undefined;

  constructor(options: {
    readonly job: JobOptions;
    readonly path: string;
    readonly agenda: Agenda;
    readonly chance: Chance;
    readonly deployment: Deployment;
    readonly listener: JobListener;
  }) {
    this.options = options.job;
    this.path = options.path;
    this.#agenda = options.agenda;
    this.#chance = options.chance;
    this.#deployment = options.deployment;
    this.#listener = options.listener;
    this.#backoff = createRestartBackoff(options.job.restart);
    this.#executions = new Array<Execution | undefined>(options.deployment.subtaskCount).fill(
      undefined,
    );
    this.checkpoints = new JobCheckpoints(this, options.agenda, options.chance);
  }

  get status(): JobStatus {
    return this.#status;
  }

  /** It runs no more and will not by itself: finished, failed or cancelled. */
  get hasEnded(): boolean {
    return ["finished", "failed", "canceled", "absent"].includes(this.#status);
  }

  /** Failovers so far. */
  get restarts(): number {
    return this.#restarts;
  }

  executions(): readonly Execution[] {
    return this.#executions.filter((execution) => execution !== undefined);
  }

  runningExecutions(): readonly Execution[] | undefined {
    const all = this.executions();
    const areAll = all.length === this.#executions.length;
    return areAll && all.every((execution) => execution.isOpen) ? all : undefined;
  }

  /**
   * Creates the deployment now; its tasks begin after the start-up time. `isWarm`: its task managers
   * are there already.
   */
  deploy(from: JobState | undefined, isWarm = false): void {
    const number = ++this.#deployments;
    if (from === undefined) this.checkpoints.startWithoutState();
    else this.checkpoints.restoreFrom(from);
    this.#become("deploying", from === undefined ? "without state" : `from ${from.id}`);
    const draw = this.#chance.keyed(this.path, "start-up").unit(number);
    const startUp = isWarm ? this.#redeployment() : sampleLatency(this.options.startUp, draw);
    this.#agenda.at(this.#agenda.now + startUp, CONTROL, () => {
      if (this.#deployments === number && this.#status === "deploying")
        this.#start(this.#deployment.members);
    });
  }

  /**
   * Suspends with a savepoint (C26); `then` is called when the job has finished, or the savepoint has
   * failed, or a task before the job had finished: then it restarts from its last checkpoint.
   */
  stopWithSavepoint(then: SavepointAnswer): void {
    this.checkpoints.trigger("stop-with-savepoint", (state, failure) => {
      if (state === undefined) {
        if (this.#status === "running") this.checkpoints.start();
        then(undefined, failure);
      } else {
        this.#stop = { savepoint: state, then };
      }
    });
  }

  /** The savepoint of a stop after which the job has not finished yet. */
  get stoppedAt(): JobState | undefined {
    return this.#stop?.savepoint;
  }

  /** C27: no final checkpoint, no commit. */
  cancel(how: CloseKind): void {
    this.#deployments++;
    this.#closeAll(how);
    this.checkpoints.stop();
    this.#become("canceled", how);
    this.#stopEnded(undefined);
  }

  /** One subtask dies. */
  killTask(task: number, subtask: number): void {
    const execution = this.#executions[this.#deployment.indexOf(task, subtask)];
    if (execution !== undefined) this.failed(execution, "killed");
  }

  /** All processes die at once: no sink can abort anything. */
  killAll(): void {
    if (this.executions().length > 0) this.#failover(this.#deployment.members, "killed", "kill");
  }

  /** The subtask that takes the next record dies of it. */
  failNextRecord(): void {
    let isOver = false;
    const isFirst = (): boolean => {
      const was = isOver;
      isOver = true;
      return !was;
    };
    for (const execution of this.executions()) execution.failOnRecord(isFirst);
  }

  failGlobally(reason: string): void {
    if (this.executions().length > 0) this.#failover(this.#deployment.members, reason, "graceful");
  }

  /** From now on every thread of it acts at the very instant, not when somebody looks. */
  watchClosely(): void {
    this.#isWatchedClosely = true;
  }

  /** Everything that is finished by `at` is done, in every subtask: before anybody looks. */
  catchUp(at: number): void {
    for (const execution of this.#executions) execution?.parts.thread.catchUp(at);
  }

  opened(): void {
    if (this.runningExecutions() !== undefined) this.#become("running", "all tasks RUNNING");
  }

  acknowledged(id: number, execution: Execution, state: SubtaskState): void {
    this.checkpoints.acknowledged(id, execution, state);
  }

  declined(id: number, execution: Execution, reason: CheckpointFailureReason): void {
    this.checkpoints.declined(id, execution, reason);
  }

  checkpointEnded(ended: CheckpointEnd): void {
    this.#listener.checkpointEnded(this, ended);
  }

  failed(execution: Execution, reason: string): void {
    if (execution.parts.agenda.isOver) return;
    this.#failover(this.#deployment.regions.of(execution.parts), reason, "graceful");
  }

  finished(execution: Execution): void {
    if (execution.parts.agenda.isOver) return;
    execution.close("finished");
    this.#executions[execution.index] = undefined;
    if (this.executions().length > 0) return;
    this.checkpoints.stop();
    this.#become("finished", "stopped with a savepoint");
    this.#stopEnded(this.#stop?.savepoint);
  }

  #start(members: readonly Member[]): void {
    const { latest } = this.checkpoints;
    this.#listener.restored(this, latest?.id ?? 0);
    for (const execution of this.#deployment.deploy(members, this, latest)) {
      this.#executions[execution.index] = execution;
      if (this.#isWatchedClosely) execution.parts.thread.eager = true;
    }
    if (this.#regionsDown === 0) this.checkpoints.start();
    for (const { task, subtask } of members) {
      this.#executions[this.#deployment.indexOf(task, subtask)]?.open();
    }
  }

  #failover(members: readonly Member[], reason: string, how: CloseKind): void {
    const now = this.#agenda.now;
    for (const { task, subtask } of members) {
      const index = this.#deployment.indexOf(task, subtask);
      const execution = this.#executions[index];
      this.#executions[index] = undefined;
      execution?.close(how);
    }
    this.checkpoints.stop();
    const draws = this.#chance.stream(this.path, "restart delay");
    const delay = this.#backoff.failed(now, draws);
    if (delay === undefined) {
      this.#closeAll("graceful");
      this.#become("failed", reason);
      this.#stopEnded(undefined);
      return;
    }
    this.#restarts++;
    this.#regionsDown++;
    this.#become("restarting", reason);
    this.#stopEnded(undefined);
    const number = this.#deployments;
    this.#agenda.at(now + delay + this.#redeployment(), CONTROL, () => {
      this.#regionsDown--;
      if (this.#deployments !== number || this.#status !== "restarting") return;
      this.#start(members);
    });
  }

  #stopEnded(savepoint: JobState | undefined): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.then(savepoint);
  }

  #redeployment(): number {
    const latency = this.options.redeployment;
    if (latency === undefined) return 0;
    return sampleLatency(
      latency,
      this.#chance.keyed(this.path, "redeployment").unit(this.#restarts),
    );
  }

  #closeAll(how: CloseKind): void {
    this.#executions.forEach((execution, index) => {
      this.#executions[index] = undefined;
      execution?.close(how);
    });
  }

  #become(status: JobStatus, reason: string): void {
    assert(status !== "absent", "a job does not vanish");
    this.#status = status;
    this.#listener.statusChanged(this, status, reason);
  }
}
