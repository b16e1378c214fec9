import type { KeyedDraws } from "../../engine/choice.ts";
import { type LatencyModel, sampleLatency } from "../../engine/latency.ts";
import type {
  BlueGreenState,
  ControllerHost,
  DeployFrom,
  JobStatus,
  SavepointStatus,
} from "../controller/controller-host.ts";
import type { HandoverController } from "../controller/hand-over-controller.ts";
import type { Agenda, Appointment } from "../job/agenda.ts";
import type { Job } from "../job/job.ts";
import type { JobState } from "../job/job-state.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import type { ConfigMapData, ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Colour, HandoverOptions, JobRole } from "../options.ts";
import { CONTROL } from "../phases.ts";

const AFTER_SAVEPOINT = 0;
const AFTER_READY = 1;

/** Hears what the controller does. */
export interface ClusterListener {
  transition(from: BlueGreenState, to: BlueGreenState, why: string): void;
  savepointCompleted(): void;
  deployed(role: JobRole, from: JobState | undefined): void;
  deleted(role: JobRole): void;
}

/**
 * Both jobs, the API server and the controller's timer, as the operator sees and changes them
 * (K12). Its unconditional writes take effect at once; it polls, and no event of a child wakes it.
 */
export class Cluster implements ControllerHost {
  readonly #jobs: Readonly<Record<JobRole, Job>>;
  readonly #api: ApiServer;
  readonly #agenda: Agenda;
  readonly #options: HandoverOptions;
  readonly #epochMillis: number;
  readonly #listener: ClusterListener;
  readonly #draws: KeyedDraws;
  #controller: HandoverController | undefined;
  #timer: Appointment | undefined;
  #savepointStatus: SavepointStatus = "none";
  #savepoint: JobState | undefined;
  #wasReady = false;
  readonly #exists: Record<JobRole, boolean> = { outgoing: true, incoming: false };
  readonly #suspended: Record<JobRole, boolean> = { outgoing: false, incoming: false };
  readonly #stopping: Record<JobRole, boolean> = { outgoing: false, incoming: false };

  constructor(options: {
    readonly jobs: Readonly<Record<JobRole, Job>>;
    readonly api: ApiServer;
    readonly agenda: Agenda;
    readonly handover: HandoverOptions;
    readonly epochMillis: number;
    readonly listener: ClusterListener;
    /** Of the operator's habits. */
    readonly draws: KeyedDraws;
  }) {
    this.#jobs = options.jobs;
    this.#api = options.api;
    this.#agenda = options.agenda;
    this.#options = options.handover;
    this.#epochMillis = options.epochMillis;
    this.#listener = options.listener;
    this.#draws = options.draws;
  }

  /** The controller that this cluster is for; before anything else. */
  attach(controller: HandoverController): void {
    this.#controller = controller;
  }

  /** The spec is changed now: the next job is asked for. */
  upgrade(): void {
    this.#controller?.edit("transition");
    this.#reconcile();
  }

  /** A hand-over is asked for, and the operator will look again. */
  get isAtWork(): boolean {
    return this.#timer !== undefined;
  }

  triggerSavepoint(colour: Colour): void {
    this.#savepointStatus = "pending";
    const answer = (state: JobState | undefined): void => {
      this.#savepoint = state;
      this.#savepointStatus = state === undefined ? "failed" : "completed";
      if (state !== undefined) this.#listener.savepointCompleted();
      this.#lookAfter(this.#options.habits?.afterSavepoint, AFTER_SAVEPOINT);
    };
    const job = this.#jobOf(colour);
    if (this.#options.habits?.savepoint === "stop") job.stopWithSavepoint(answer);
    else job.checkpoints.trigger("savepoint", answer);
  }

  /** All tasks of that job are RUNNING. */
  becameRunning(role: JobRole): void {
    if (role === "incoming" && !this.#wasReady) {
      this.#wasReady = true;
      this.#lookAfter(this.#options.habits?.afterReady, AFTER_READY);
    }
  }

  savepointStatus(): SavepointStatus {
    return this.#savepointStatus;
  }

  deploy(colour: Colour, from: DeployFrom): void {
    const role = this.#roleOf(colour);
    const state =
      from === "savepoint"
        ? this.#savepoint
        : from === "latest-checkpoint"
          ? this.#jobs[other(role)].checkpoints.latest
          : undefined;
    this.#exists[role] = true;
    this.#suspended[role] = false;
    this.#listener.deployed(role, state);
    this.#jobs[role].deploy(state);
  }

  jobStatus(colour: Colour): JobStatus {
    const role = this.#roleOf(colour);
    const running = this.#jobs[role].status === "running";
    return { exists: this.#exists[role], running, stable: running };
  }

  delete(colour: Colour): void {
    const role = this.#roleOf(colour);
    const job = this.#jobs[role];
    if (!job.hasEnded) job.cancel(this.#options.deletion);
    this.#exists[role] = false;
    this.#listener.deleted(role);
  }

  suspend(colour: Colour, how: "savepoint" | "stateless"): void {
    const role = this.#roleOf(colour);
    const job = this.#jobs[role];
    if (how === "stateless" || job.hasEnded) {
      if (!job.hasEnded) job.cancel("graceful");
      this.#suspended[role] = true;
    } else {
      this.#stop(role);
    }
  }

  /** A stop that came to nothing is tried again at the next look, once the job runs. */
  isSuspended(colour: Colour): boolean {
    const role = this.#roleOf(colour);
    if (!this.#suspended[role] && !this.#stopping[role]) this.suspend(colour, "savepoint");
    return this.#suspended[role];
  }

  #stop(role: JobRole): void {
    const job = this.#jobs[role];
    if (job.status !== "running") return;
    this.#stopping[role] = true;
    job.stopWithSavepoint((state) => {
      this.#stopping[role] = false;
      if (state !== undefined) this.#suspended[role] = true;
    });
  }

  redeploy(colour: Colour): void {
    const role = this.#roleOf(colour);
    // A nonce bump leaves `state: suspended` as it is: nothing comes back (fault 27).
    if (this.#suspended[role]) return;
    this.#jobs[role].cancel("graceful");
    this.#listener.deployed(role, this.#savepoint);
    this.#jobs[role].deploy(this.#savepoint);
  }

  /** Not modelled: the metric fetcher, which may show what was 10 s ago (M3). */
  gateGauge(colour: Colour): number {
    const job = this.#jobOf(colour);
    job.catchUp(this.#agenda.now);
    let least: number | undefined;
    for (const { parts } of job.executions()) {
      if (parts.gate === undefined) continue;
      const { gate, watermark } = parts.gate.operator;
      const done = gate.handOverDone(this.#wallClockMillis(), watermark) ? 1 : 0;
      least = Math.min(least ?? done, done);
    }
    return least ?? 0;
  }

  readConfigMap(): ConfigMapData {
    return this.#api.configMap.read().data;
  }

  replaceConfigMap(data: ConfigMapData): void {
    this.#api.replaceNow("controller", data);
  }

  updateConfigMap(entries: ConfigMapEntries): void {
    this.#api.patchNow("controller", entries);
  }

  schedule(atMillis: number): void {
    this.#timer?.cancel();
    const at = Math.max(this.#agenda.now, (atMillis - this.#epochMillis) * 1000);
    this.#timer = this.#agenda.at(at, CONTROL, () => this.#reconcile());
  }

  transition(from: BlueGreenState, to: BlueGreenState, why: string): void {
    this.#listener.transition(from, to, why);
  }

  #lookAfter(latency: LatencyModel | undefined, purpose: number): void {
    if (latency === undefined) return;
    const wait = sampleLatency(latency, this.#draws.unit(purpose));
    this.#timer?.cancel();
    this.#timer = this.#agenda.at(this.#agenda.now + wait, CONTROL, () => this.#reconcile());
  }

  #reconcile(): void {
    this.#timer = undefined;
    this.#controller?.reconcile(this.#wallClockMillis());
  }

  #wallClockMillis(): number {
    return this.#epochMillis + Math.floor(this.#agenda.now / 1000);
  }

  #jobOf(colour: Colour): Job {
    return this.#jobs[this.#roleOf(colour)];
  }

  #roleOf(colour: Colour): JobRole {
    return this.#jobs.outgoing.options.colour === colour ? "outgoing" : "incoming";
  }
}

function other(role: JobRole): JobRole {
  return role === "outgoing" ? "incoming" : "outgoing";
}
