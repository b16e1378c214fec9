import type { CheckpointView, DeployFrom, StopStatus } from "../controller/controller-host.ts";
import type { Job } from "../job/job.ts";
import type { JobState } from "../job/job-state.ts";
import type { CloseKind } from "../job/sink-runtime.ts";
import type { JobRole } from "../options.ts";

/** Hears where the job of a deployment begins; `isOwn`: from what it has left behind itself. */
export type Deployed = (role: JobRole, from: JobState | undefined, isOwn: boolean) => void;

/** One of the two deployments, as the operator sees and changes it (K12). */
export class Child {
  readonly role: JobRole;
  readonly job: Job;
  exists: boolean;
  isSuspended = false;
  /** Since its deployment. */
  hasRun = false;
  readonly #deployed: Deployed;
  #overlooked: (() => void) | undefined;
  #isSuspending = false;
  #stopStatus: StopStatus = "none";
  #stoppedAt: JobState | undefined;
  #lastCheckpoint: JobState | undefined;

  constructor(role: JobRole, job: Job, deployed: Deployed) {
    this.role = role;
    this.job = job;
    this.exists = role === "outgoing";
    this.#deployed = deployed;
  }

  get stopStatus(): StopStatus {
    return this.#stopStatus;
  }

  /** The last one that this deployment has completed itself. */
  get lastCheckpoint(): CheckpointView | undefined {
    return this.#lastCheckpoint && viewOf(this.#lastCheckpoint);
  }

  get hasCheckpoint(): boolean {
    return this.job.checkpoints.latest !== undefined;
  }

  checkpointCompleted(state: JobState): void {
    this.#lastCheckpoint = state;
  }

  /** Creates the deployment, or a new one in its place. */
  deploy(from: JobState | undefined, how: DeployFrom, isWarm: boolean): void {
    this.exists = true;
    this.#lastCheckpoint = undefined;
    this.hasRun = false;
    if (this.#overlooked === undefined) this.#start(from, how === "own-checkpoint", isWarm);
    else this.#overlooked();
  }

  /**
   * It lost its labels: with a selector the operator does not see it, and nobody starts it (fault 17);
   * `overlooked` is called instead.
   */
  overlook(overlooked: () => void): void {
    this.#overlooked = overlooked;
  }

  /** Goes on where its output ends: what a stop has saved is committed by the restore (S5). */
  resume(): void {
    const { stoppedAt, checkpoints } = this.job;
    const finishedAt = this.#stopStatus === "finished" ? this.#stoppedAt : undefined;
    this.exists = true;
    this.#start(finishedAt ?? stoppedAt ?? checkpoints.latest, true, false);
  }

  /** A nonce bump leaves `state: suspended` as it is: nothing comes back (fault 27). */
  redeploy(from: JobState | undefined): void {
    if (!this.isSuspended) this.#start(from, true, false);
  }

  #start(from: JobState | undefined, isOwn: boolean, isWarm: boolean): void {
    this.isSuspended = false;
    this.#stopStatus = "none";
    if (!this.job.hasEnded) this.job.cancel("graceful");
    this.#deployed(this.role, from, isOwn);
    this.job.deploy(from, isWarm);
  }

  delete(how: CloseKind): void {
    if (!this.job.hasEnded) this.job.cancel(how);
    this.exists = false;
  }

  /** With a savepoint it is stopped, and tried again at the next look until it has been. */
  suspend(how: "savepoint" | "stateless"): void {
    if (how === "savepoint" && !this.job.hasEnded) {
      this.#suspend();
    } else {
      if (!this.job.hasEnded) this.job.cancel("graceful");
      this.isSuspended = true;
    }
  }

  /** A stop that came to nothing is tried again, once the job runs. */
  lookIfSuspended(): boolean {
    if (!this.isSuspended && !this.#isSuspending) this.suspend("savepoint");
    return this.isSuspended;
  }

  stop(then: (savepoint: JobState) => void): void {
    this.#stopStatus = "pending";
    this.job.stopWithSavepoint((state) => {
      this.#stopStatus = state === undefined ? "failed" : "finished";
      this.#stoppedAt = state;
      if (state !== undefined) then(state);
    });
  }

  #suspend(): void {
    if (this.job.status !== "running") return;
    this.#isSuspending = true;
    this.job.stopWithSavepoint((state) => {
      this.#isSuspending = false;
      if (state !== undefined) this.isSuspended = true;
    });
  }
}

function viewOf(state: JobState): CheckpointView {
  const offsets: number[] = [];
  for (const { partition, offset } of [...state.splits.values()].flat(2)) {
    while (offsets.length <= partition) offsets.push(0);
    offsets[partition] = offset;
  }
  return { offsets, gates: [...state.gates.values()].flat() };
}
