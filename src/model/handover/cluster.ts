import type { KeyedDraws } from "../../engine/choice.ts";
import { type LatencyModel, sampleLatency } from "../../engine/latency.ts";
import type {
  BlueGreenState,
  CheckpointView,
  ControllerHost,
  DeployFrom,
  JobStatus,
  SavepointStatus,
  StopStatus,
} from "../controller/controller-host.ts";
import type { HandoverController } from "../controller/hand-over-controller.ts";
import type { SpecEdit } from "../controller/spec-edit.ts";
import { type EventTime, MIN_WATERMARK } from "../event-time.ts";
import type { Agenda } from "../job/agenda.ts";
import type { GateRuntime } from "../job/gate-runtime.ts";
import type { Job } from "../job/job.ts";
import type { JobState } from "../job/job-state.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { ConfigMapData, ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Colour, HandoverOptions, JobRole } from "../options.ts";
import { Child, type Deployed } from "./child.ts";
import { OperatorProcess } from "./operator-process.ts";

const AFTER_SAVEPOINT = 0;
const AFTER_READY = 1;

/** Hears what the controller does. */
export interface ClusterListener {
  transition(from: BlueGreenState, to: BlueGreenState, why: string): void;
  notice(text: string): void;
  savepointCompleted(): void;
  readonly deployed: Deployed;
  deleted(role: JobRole): void;
}

export interface ClusterOptions {
  readonly jobs: Readonly<Record<JobRole, Job>>;
  /** All gate subtasks of each job, by name. */
  readonly gates: Readonly<Record<JobRole, readonly string[]>>;
  readonly api: ApiServer;
  readonly agenda: Agenda;
  readonly handover: HandoverOptions;
  readonly epochMillis: number;
  readonly listener: ClusterListener;
  /** Of the operator's habits. */
  readonly draws: KeyedDraws;
}

/**
 * Both jobs, the API server and its own process, as the operator sees and changes them (K12).
 * Its unconditional writes take effect at once; it polls, and no event of a child wakes it.
 */
export class Cluster implements ControllerHost {
  readonly #around: ClusterOptions;
  readonly #children: Readonly<Record<JobRole, Child>>;
  readonly #process: OperatorProcess;
  #controller: HandoverController | undefined;
  #savepointStatus: SavepointStatus = "none";
  #savepoint: JobState | undefined;
  #wasReady = false;

  constructor(options: ClusterOptions) {
    const { jobs, listener } = options;
    const deployed: Deployed = (...told) => listener.deployed(...told);
    this.#around = options;
    this.#process = new OperatorProcess({
      ...options,
      reconcile: (nowMillis) => this.#controller?.reconcile(nowMillis),
    });
    this.#children = {
      outgoing: new Child("outgoing", jobs.outgoing, deployed),
      incoming: new Child("incoming", jobs.incoming, deployed),
    };
  }

  /** The controller that this cluster is for; before anything else. */
  attach(controller: HandoverController): void {
    this.#controller = controller;
  }

  /** The spec is edited now. */
  edit(kind: SpecEdit): void {
    this.#controller?.edit(kind);
    this.#process.look();
  }

  /** A hand-over is asked for, and the operator will look again. */
  get isAtWork(): boolean {
    return this.#process.isAtWork;
  }

  /** The last hand-over came to nothing, and somebody asks for it again; false: it did not. */
  retry(): boolean {
    if (this.#controller?.isFailing !== true) return false;
    this.edit("transition");
    return true;
  }

  /**
   * The operator's process dies, with its timers and its watch, and is back so much later; false: it had
   * nothing to do.
   */
  restartController(micros: number): boolean {
    const wasAtWork = this.isAtWork;
    this.#process.restart(micros, () => this.#controller?.restarted());
    return wasAtWork;
  }

  /** The operator's wall clock is so far ahead from now on. */
  setClock(aheadMillis: number): void {
    this.#process.setClock(aheadMillis);
  }

  /**
   * The deployment of that job loses its labels; the operator has a selector (fault 17). `overlooked` is
   * called for each start that does not happen.
   */
  loseLabels(role: JobRole, overlooked: () => void): void {
    this.#children[role].overlook(overlooked);
  }

  triggerSavepoint(colour: Colour): void {
    const child = this.#childOf(colour);
    this.#savepointStatus = "pending";
    const answer = (state: JobState | undefined): void => {
      if (state !== undefined) this.#saved(state);
      this.#savepointStatus = state === undefined ? "failed" : "completed";
      this.#lookAfter(this.#around.handover.habits?.afterSavepoint, AFTER_SAVEPOINT);
    };
    if (this.#around.handover.habits?.savepoint === "stop") child.job.stopWithSavepoint(answer);
    else child.job.checkpoints.trigger("savepoint", answer);
  }

  savepointStatus(): SavepointStatus {
    return this.#savepointStatus;
  }

  stop(colour: Colour): void {
    const child = this.#childOf(colour);
    child.stop((state) => this.#saved(state));
  }

  stopStatus(colour: Colour): StopStatus {
    return this.#childOf(colour).stopStatus;
  }

  #saved(state: JobState): void {
    this.#savepoint = state;
    this.#around.listener.savepointCompleted();
  }

  /** All tasks of that job are RUNNING. */
  becameRunning(role: JobRole): void {
    this.#children[role].hasRun = true;
    if (role === "incoming" && !this.#wasReady) {
      this.#wasReady = true;
      this.#lookAfter(this.#around.handover.habits?.afterReady, AFTER_READY);
    }
  }

  checkpointCompleted(role: JobRole, state: JobState): void {
    this.#children[role].checkpointCompleted(state);
  }

  deploy(colour: Colour, from: DeployFrom, isWarm = false): void {
    const child = this.#childOf(colour);
    child.deploy(this.#stateFor(child, from), from, isWarm);
  }

  #stateFor(child: Child, from: DeployFrom): JobState | undefined {
    switch (from) {
      case "savepoint":
        return this.#savepoint;
      case "own-checkpoint":
        return child.job.checkpoints.latest;
      case "latest-checkpoint":
        return this.#children[other(child.role)].job.checkpoints.latest;
      case "nothing":
        return undefined;
    }
  }

  resume(colour: Colour): void {
    this.#childOf(colour).resume();
  }

  redeploy(colour: Colour): void {
    this.#childOf(colour).redeploy(this.#savepoint);
  }

  jobStatus(colour: Colour): JobStatus {
    const { exists, hasRun, job } = this.#childOf(colour);
    const running = job.status === "running";
    return { exists, running, stable: running, hasRun, failed: job.status === "failed" };
  }

  delete(colour: Colour): void {
    const child = this.#childOf(colour);
    child.delete(this.#around.handover.deletion);
    this.#around.listener.deleted(child.role);
  }

  suspend(colour: Colour, how: "savepoint" | "stateless"): void {
    this.#childOf(colour).suspend(how);
  }

  isSuspended(colour: Colour): boolean {
    return this.#childOf(colour).lookIfSuspended();
  }

  lastCheckpoint(colour: Colour): CheckpointView | undefined {
    return this.#childOf(colour).lastCheckpoint;
  }

  /** Not modelled: the metric fetcher, which may show what was 10 s ago (M3). */
  gateGauge(colour: Colour): number {
    const { job } = this.#childOf(colour);
    // Its JobManager is asked for it.
    if (job.checkpoints.isSilent) return 0;
    const gates = this.#gatesOf(job);
    return gates.length > 0 && gates.every(({ showsDone }) => showsDone) ? 1 : 0;
  }

  gateNames(colour: Colour): readonly string[] {
    return this.#around.gates[this.#childOf(colour).role];
  }

  maxWatermark(): EventTime {
    const { outgoing, incoming } = this.#children;
    const gates = [...this.#gatesOf(outgoing.job), ...this.#gatesOf(incoming.job)];
    return Math.max(MIN_WATERMARK, ...gates.map(({ operator }) => operator.watermark));
  }

  #gatesOf(job: Job): readonly GateRuntime[] {
    job.catchUp(this.#around.agenda.now);
    return job.executions().flatMap(({ parts }) => [...parts.gates.values()]);
  }

  readConfigMap(): ConfigMapData {
    return this.#around.api.configMap.read().data;
  }

  replaceConfigMap(data: ConfigMapData): void {
    this.#around.api.replaceNow("controller", data);
  }

  updateConfigMap(entries: ConfigMapEntries): void {
    this.#around.api.patchNow("controller", entries);
  }

  watchConfigMap(): void {
    this.#process.watch();
  }

  schedule(atMillis: number): void {
    this.#process.lookAt(atMillis);
  }

  transition(from: BlueGreenState, to: BlueGreenState, why: string): void {
    this.#around.listener.transition(from, to, why);
  }

  notice(text: string): void {
    this.#around.listener.notice(text);
  }

  #lookAfter(latency: LatencyModel | undefined, purpose: number): void {
    if (latency === undefined) return;
    this.#process.lookAfter(sampleLatency(latency, this.#around.draws.unit(purpose)));
  }

  #childOf(colour: Colour): Child {
    const { outgoing, incoming } = this.#children;
    return outgoing.job.options.colour === colour ? outgoing : incoming;
  }
}

function other(role: JobRole): JobRole {
  return role === "outgoing" ? "incoming" : "outgoing";
}
