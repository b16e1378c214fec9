import { assert } from "../../engine/assert.ts";
import type { Chance } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { CheckpointFailureReason } from "../checkpoint/failure-reason.ts";
import type { JobOptions } from "../options.ts";
import { CONTROL } from "../phases.ts";
import type { Agenda } from "./agenda.ts";
import type { Deployment } from "./deployment.ts";
import type { Execution, ExecutionHost } from "./execution.ts";
import { Executions } from "./executions.ts";
import {
  type CheckpointEnd,
  type CheckpointedJob,
  JobCheckpoints,
  type SavepointAnswer,
} from "./job-checkpoints.ts";
import { JobFaults, type JobManagerLoss } from "./job-faults.ts";
import { DEFAULT_JOB_MANAGER } from "./job-manager-options.ts";
import type { JobState, SubtaskState } from "./job-state.ts";
import type { JobListener, JobStatus } from "./job-status.ts";
import { createRestartBackoff, type RestartBackoff } from "./restart-backoff.ts";
import type { CloseKind } from "./sink-runtime.ts";
import { DEFAULT_TASK_MANAGERS } from "./task-manager-options.ts";
import { TaskManagers } from "./task-managers.ts";
import type { Member } from "./topology.ts";

/**
 * One Flink job: deploys its subtasks, restarts what fails from the last completed checkpoint (C22),
 * stops, is cancelled. Not modelled: the time it takes to cancel the rest of a region (C23).
 */
export class Job implements ExecutionHost, CheckpointedJob {
  readonly options: JobOptions;
  readonly path: string;
  readonly checkpoints: JobCheckpoints;
  /** What can befall it. */
  readonly faults: JobFaults;
  readonly taskManagers: TaskManagers;
  readonly #agenda: Agenda;
  readonly #deployment: Deployment;
  readonly #listener: JobListener;
  readonly #chance: Chance;
  readonly #executions: Executions;
  #backoff: RestartBackoff;
  #status: JobStatus = "absent";
  /** What the deployment began with. */
  #initial: JobState | undefined;
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
    const { job, path, chance, deployment } = options;
    this.options = job;
    this.path = path;
    this.#agenda = options.agenda;
    this.#chance = chance;
    this.#deployment = deployment;
    this.#listener = options.listener;
    this.#backoff = createRestartBackoff(job.restart);
    this.#executions = new Executions(deployment.subtaskCount);
    const { taskManagers = DEFAULT_TASK_MANAGERS } = job;
    this.taskManagers = new TaskManagers(taskManagers, deployment.topology, chance, path);
    this.checkpoints = new JobCheckpoints(this, options.agenda, chance);
    this.faults = new JobFaults({
      job: this,
      agenda: options.agenda,
      deployment,
      executions: this.#executions,
      failover: (members, reason, how) => this.#failover(members, reason, how),
      loseJobManager: (loss) => this.#loseJobManager(loss),
      heartbeat: taskManagers,
      draws: chance.keyed(path, "job manager"),
    });
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
    return this.#executions.all();
  }

  runningExecutions(): readonly Execution[] | undefined {
    return this.checkpoints.isSilent ? undefined : this.#executions.running();
  }

  /** Its tasks begin after the start-up time. `isWarm`: its task managers are there already. */
  deploy(from: JobState | undefined, isWarm = false): void {
    const number = this.#renounce();
    this.#initial = from;
    this.checkpoints.speak();
    if (!isWarm) this.taskManagers.renew();
    this.#restore(from);
    this.#become("deploying", from === undefined ? "without state" : `from ${from.id}`);
    const draw = this.#chance.keyed(this.path, "start-up").unit(number);
    const startUp = isWarm ? this.#redeployment() : sampleLatency(this.options.startUp, draw);
    this.#startAfter(startUp, this.#deployment.members, "deploying");
  }

  /**
   * Suspends with a savepoint (C26); `then` is called when the job has finished, or when savepoint or job
   * has failed before: then it restarts from its last checkpoint.
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

  /** C27: no final checkpoint, no commit. Without a JobManager nobody cancels: its processes end. */
  cancel(how: CloseKind): void {
    this.#renounce();
    this.#executions.closeAll(this.checkpoints.isSilent ? "kill" : how);
    this.checkpoints.stop();
    this.checkpoints.speak();
    this.#become("canceled", how);
    this.#stopEnded(undefined);
  }

  failGlobally(reason: string): void {
    if (!this.#executions.isEmpty) this.#failover(this.#deployment.members, reason, "graceful");
  }

  /** From now on every thread of it acts at the very instant, not when somebody looks. */
  watchClosely(): void {
    this.#isWatchedClosely = true;
  }

  /** Everything that is finished by `at` is done, in every subtask: before anybody looks. */
  catchUp(at: number): void {
    this.#executions.catchUp(at);
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
    this.#listener.checkpointEnded(ended);
  }

  failed(execution: Execution, reason: string): void {
    if (execution.parts.agenda.isOver) return;
    // Nobody is there to restart it: it lies until another JobManager begins anew.
    if (this.checkpoints.isSilent) execution.lose("graceful");
    else this.#failover(this.#deployment.failingWith(execution.parts), reason, "graceful");
  }

  finished(execution: Execution): void {
    if (execution.parts.agenda.isOver) return;
    this.#executions.close(execution.index, "finished");
    if (!this.#executions.isEmpty || this.checkpoints.isSilent) return;
    this.checkpoints.stop();
    this.#become("finished", "stopped with a savepoint");
    this.#stopEnded(this.#stop?.savepoint);
  }

  #start(members: readonly Member[]): void {
    const { latest } = this.checkpoints;
    this.#listener.restored(latest?.id ?? 0);
    for (const execution of this.#deployment.deploy(members, this, latest)) {
      this.#executions.put(execution);
      if (this.#isWatchedClosely) execution.parts.thread.eager = true;
    }
    if (this.#regionsDown === 0) this.checkpoints.start();
    for (const { task, subtask } of members) {
      this.#executions.at(this.#deployment.indexOf(task, subtask))?.open();
    }
  }

  #failover(members: readonly Member[], reason: string, how: CloseKind): void {
    const now = this.#agenda.now;
    for (const { task, subtask } of members) {
      this.#executions.close(this.#deployment.indexOf(task, subtask), how);
    }
    this.checkpoints.stop();
    const delay = this.#backoff.failed(now, this.#chance.stream(this.path, "restart delay"));
    if (delay === undefined) {
      this.#executions.closeAll("graceful");
      this.#become("failed", reason);
      this.#stopEnded(undefined);
      return;
    }
    this.#restarts++;
    this.#regionsDown++;
    this.#become("restarting", reason);
    this.#stopEnded(undefined);
    this.#startAfter(delay + this.#redeployment(), members, "restarting");
  }

  /** Unless something else becomes of the job first. */
  #startAfter(micros: number, members: readonly Member[], status: JobStatus): void {
    const number = this.#deployments;
    this.#agenda.at(this.#agenda.now + micros, CONTROL, () => {
      if (this.#deployments !== number || this.#status !== status) return;
      const wait = this.taskManagers.replace();
      if (wait > 0) {
        this.#startAfter(wait, members, status);
        return;
      }
      if (status === "restarting") this.#regionsDown--;
      this.#start(members);
    });
  }

  /**
   * Nobody triggers, notifies or restarts until another leads, which begins the restart strategy anew. Tasks
   * go on until they hear of it. Not modelled: ids of checkpoints begin anew without high availability.
   */
  #loseJobManager({ reason, tasksEndAfter, backAfter }: JobManagerLoss): void {
    const { isHighlyAvailable } = this.options.jobManager ?? DEFAULT_JOB_MANAGER;
    const number = this.#renounce();
    this.checkpoints.fallSilent();
    this.#become("unmanaged", reason);
    const { now } = this.#agenda;
    this.#agenda.at(now + tasksEndAfter, CONTROL, () => {
      if (this.#deployments !== number) return;
      this.#executions.closeAll("graceful");
      this.#become("restarting", reason);
    });
    this.#agenda.at(now + backAfter, CONTROL, () => {
      if (this.#deployments !== number) return;
      this.#backoff = createRestartBackoff(this.options.restart);
      this.#restarts++;
      this.#regionsDown = 1;
      if (!isHighlyAvailable) this.#restore(this.#initial);
      this.#startAfter(this.#redeployment(), this.#deployment.members, "restarting");
      this.#stopEnded(undefined);
      this.checkpoints.speak();
    });
  }

  /** What was to become of the job will not; the number of what comes instead. */
  #renounce(): number {
    this.#regionsDown = 0;
    return ++this.#deployments;
  }

  #restore(from: JobState | undefined): void {
    if (from === undefined) this.checkpoints.startWithoutState();
    else this.checkpoints.restoreFrom(from);
  }

  #stopEnded(savepoint: JobState | undefined): void {
    const stop = this.#stop;
    this.#stop = undefined;
    stop?.then(savepoint);
  }

  #redeployment(): number {
    const latency = this.options.redeployment;
    if (latency === undefined) return 0;
    const draws = this.#chance.keyed(this.path, "redeployment");
    return sampleLatency(latency, draws.unit(this.#restarts));
  }

  #become(status: JobStatus, reason: string): void {
    assert(status !== "absent", "a job does not vanish");
    this.#status = status;
    this.#listener.statusChanged(status, reason);
  }
}
