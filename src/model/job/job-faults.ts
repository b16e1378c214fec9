import type { KeyedDraws } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { JobOptions } from "../options.ts";
import { CONTROL } from "../phases.ts";
import type { Agenda } from "./agenda.ts";
import type { Deployment } from "./deployment.ts";
import type { Execution } from "./execution.ts";
import type { Executions } from "./executions.ts";
import type { JobCheckpoints } from "./job-checkpoints.ts";
import {
  DEFAULT_JOB_MANAGER,
  LEADER_RETRY_MICROS,
  RENEW_DEADLINE_MICROS,
} from "./job-manager-options.ts";
import type { JobStatus } from "./job-status.ts";
import type { CloseKind } from "./sink-runtime.ts";
import type { LossNotice, TaskManagerOptions } from "./task-manager-options.ts";
import type { TaskManagers } from "./task-managers.ts";
import type { Member } from "./topology.ts";

/** There is no JobManager for a while. */
export interface JobManagerLoss {
  readonly reason: string;
  /** Until the tasks hear of it and end (µs). */
  readonly tasksEndAfter: number;
  /** Until another one leads. */
  readonly backAfter: number;
}

/** The job that faults befall. */
interface FaultyJob {
  readonly options: JobOptions;
  readonly status: JobStatus;
  readonly hasEnded: boolean;
  readonly checkpoints: JobCheckpoints;
  readonly taskManagers: TaskManagers;
}

interface FaultSurroundings {
  readonly job: FaultyJob;
  readonly agenda: Agenda;
  readonly deployment: Deployment;
  readonly executions: Executions;
  failover(members: readonly Member[], reason: string, how: CloseKind): void;
  loseJobManager(loss: JobManagerLoss): void;
  readonly heartbeat: Pick<
    TaskManagerOptions,
    "heartbeatTimeoutMicros" | "heartbeatIntervalMicros"
  >;
  readonly draws: KeyedDraws;
}

const RECOVERY = 0;
const HEARTBEAT = 1;
const RETRY = 2;

/** What can befall one job. Each answers how much was there to be hit; 0 = nothing happened. */
export class JobFaults {
  readonly #around: FaultSurroundings;
  #draw = 0;

  constructor(around: FaultSurroundings) {
    this.#around = around;
  }

  /** One subtask dies, and its region with it (C22). */
  killTask(task: number, subtask: number): number {
    const execution = this.#at(task, subtask);
    if (execution === undefined || execution.parts.agenda.isOver) return 0;
    execution.fail("killed");
    return 1;
  }

  /** All processes die at once: no sink can abort anything. */
  killAll(): number {
    const { executions, deployment, job, failover } = this.#around;
    const all = executions.all();
    if (all.length === 0) return 0;
    if (job.checkpoints.isSilent) for (const execution of all) execution.lose("kill");
    else failover(deployment.members, "killed", "kill");
    return all.length;
  }

  /**
   * C23: its process is gone, with all its subtasks; they fail when the JobManager hears of it, and
   * what needs their slots restarts when there are some.
   */
  killTaskManager(taskManager: number, notice: LossNotice): number {
    const { job } = this.#around;
    const { taskManagers } = job;
    const lost = this.#on(taskManager);
    if (job.hasEnded || !taskManagers.lose(taskManager)) return 0;
    for (const execution of lost) execution.lose("kill");
    this.#noticeAfter(taskManagers.noticedAfter(notice), lost, taskManager);
    return Math.max(1, lost.length);
  }

  /** Its JobManager dies; another one follows (K10), which has forgotten what it was asked for. */
  killJobManager(): number {
    const { job, draws, loseJobManager } = this.#around;
    if (job.hasEnded || job.checkpoints.isSilent) return 0;
    const { recovery } = job.options.jobManager ?? DEFAULT_JOB_MANAGER;
    const backAfter = Math.max(1, sampleLatency(recovery, draws.unit(RECOVERY, this.#draw)));
    const tasksEndAfter = Math.min(backAfter, this.#heartbeatEndsAfter());
    loseJobManager({ reason: "JobManager lost", tasksEndAfter, backAfter });
    return 1;
  }

  /**
   * The API server is away for so long: whoever leads by a lease of it cannot renew that, gives up, and
   * leads again once it is back (K10). Without high availability nobody asks.
   */
  apiServerAway(micros: number): number {
    const { job, agenda, draws } = this.#around;
    const { isHighlyAvailable } = job.options.jobManager ?? DEFAULT_JOB_MANAGER;
    if (!isHighlyAvailable || job.hasEnded || job.checkpoints.isSilent) return 0;
    job.checkpoints.faults.storeAwayUntil(agenda.now + micros);
    const sinceRenewal = draws.below(LEADER_RETRY_MICROS, RETRY, this.#draw++);
    const lasts = RENEW_DEADLINE_MICROS - sinceRenewal;
    if (micros > lasts) {
      agenda.at(agenda.now + lasts, CONTROL, () => this.#revoke(micros - lasts));
    }
    return 1;
  }

  /** Its threads do nothing for so long: one subtask, or all of the task. */
  stall(task: number, subtask: number | undefined, micros: number): number {
    const { executions } = this.#around;
    const meant = executions
      .all()
      .filter(
        ({ parts }) => parts.task === task && (subtask === undefined || subtask === parts.subtask),
      );
    for (const { parts } of meant) parts.thread.stall(micros);
    return meant.length;
  }

  /**
   * A whole process stands still, as in a pause of the garbage collector: threads, informers, answers,
   * acknowledgements. Past the heartbeat's timeout it counts as lost (C23).
   * Not modelled: what it does with its subtasks when it comes back after that: they are gone.
   */
  pause(taskManager: number, micros: number): number {
    const { job, agenda } = this.#around;
    const paused = this.#on(taskManager);
    for (const { parts } of paused) {
      parts.thread.stall(micros);
      parts.agenda.pauseUntil(agenda.now + micros);
      for (const gate of parts.gates.values()) gate.silentUntil(agenda.now + micros);
    }
    const noticed = job.taskManagers.noticedAfter("heartbeat");
    if (paused.length === 0 || noticed >= micros) return paused.length;
    agenda.at(agenda.now + noticed, CONTROL, () => {
      const left = paused.filter((execution) => this.#isCurrent(execution));
      if (left.length === 0 || !job.taskManagers.lose(taskManager)) return;
      for (const execution of left) execution.lose("kill");
      this.#noticed(left, taskManager);
    });
    return paused.length;
  }

  /** The subtask that takes the next record dies of it; `sprung` is called then. */
  failNextRecord(sprung: () => void): void {
    let isOver = false;
    const isFirst = (): boolean => {
      const was = isOver;
      isOver = true;
      if (!was) sprung();
      return !was;
    };
    for (const execution of this.#around.executions.all()) execution.failOnRecord(isFirst);
  }

  /** The informers of that subtask's gates, or of all, lose their connection (K3). */
  breakWatches(subtask: number | undefined, micros: number, missed: () => void): void {
    for (const { parts } of this.#around.executions.all()) {
      if (subtask !== undefined && subtask !== parts.subtask) continue;
      for (const gate of parts.gates.values()) gate.breakWatch(micros, missed);
    }
  }

  /** Its channels take longer for so long. Not modelled: RPCs and requests that do. */
  slowNetwork(micros: number, by: number, happened: () => void): void {
    this.#around.deployment.slowNetwork(micros, by, happened);
  }

  /** The wall clocks of one task manager, or of all, are so far ahead from now on. */
  setClocks(taskManager: number | undefined, aheadMillis: number): number {
    const { job, agenda, executions } = this.#around;
    const { taskManagers } = job;
    executions.catchUp(agenda.now);
    const all = Array.from({ length: taskManagers.count }, (_, index) => index);
    const meant = all.filter((one) => taskManager === undefined || one === taskManager);
    for (const one of meant) taskManagers.setClock(one, aheadMillis);
    for (const { parts } of executions.all()) parts.thread.settle();
    return meant.length;
  }

  #noticeAfter(micros: number, lost: readonly Execution[], taskManager: number): void {
    const { agenda } = this.#around;
    if (micros === 0) this.#noticed(lost, taskManager);
    else agenda.at(agenda.now + micros, CONTROL, () => this.#noticed(lost, taskManager));
  }

  // A restart in between has taken the lost ones along: it is noticed by then.
  #noticed(lost: readonly Execution[], taskManager: number): void {
    const { deployment, job, failover } = this.#around;
    const left = lost.filter((execution) => this.#isCurrent(execution));
    if (left.length === 0 || job.checkpoints.isSilent) return;
    const members = deployment.failingWithAny(left.map(({ parts }) => parts));
    failover(members, `TaskManager ${taskManager} lost`, "graceful");
  }

  #revoke(leftMicros: number): void {
    const { job, draws, loseJobManager } = this.#around;
    if (job.hasEnded || job.checkpoints.isSilent) return;
    const retry = draws.below(LEADER_RETRY_MICROS, RETRY, this.#draw++);
    const reason = "leadership revoked";
    loseJobManager({ reason, tasksEndAfter: 0, backAfter: leftMicros + retry });
  }

  // C23: what counts is when the last one came, up to an interval before.
  #heartbeatEndsAfter(): number {
    const { heartbeat, draws } = this.#around;
    const { heartbeatIntervalMicros, heartbeatTimeoutMicros } = heartbeat;
    const since = draws.below(heartbeatIntervalMicros, HEARTBEAT, this.#draw++);
    return Math.max(1, heartbeatTimeoutMicros - since);
  }

  #isCurrent(execution: Execution): boolean {
    return this.#around.executions.at(execution.index) === execution;
  }

  #on(taskManager: number): readonly Execution[] {
    const { executions, job } = this.#around;
    return executions.all().filter(({ index }) => job.taskManagers.of(index) === taskManager);
  }

  #at(task: number, subtask: number): Execution | undefined {
    return this.#around.executions
      .all()
      .find(({ parts }) => parts.task === task && parts.subtask === subtask);
  }
}
