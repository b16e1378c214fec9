import type { Colour } from "../options.ts";
import { CUT, CUT_STAGE, otherColour, STAGE } from "../protocol/handover-map.ts";
import type { ControllerHost } from "./controller-host.ts";
import type { ControllerOptions } from "./controller-options.ts";
import { GuardedController } from "./guarded-controller.ts";

/** What a protocol that stops before it starts has to say. */
export interface StopPlan {
  /** The incoming job runs beforehand, from an earlier savepoint, without writing anything. */
  readonly hasShadow: boolean;
}

/**
 * The outgoing job is stopped with a savepoint, which commits all that it has written; the incoming
 * one goes on from exactly there, so that one of them writes at a time.
 *
 * It can be taken back until the incoming job has been RUNNING: the outgoing job goes on from its own
 * last savepoint. After that only forward.
 */
export class StopController extends GuardedController {
  readonly #plan: StopPlan;

  constructor(host: ControllerHost, options: ControllerOptions, plan: StopPlan) {
    super(host, options);
    this.#plan = plan;
  }

  protected takeSavepoint(colour: Colour): void {
    if (this.#plan.hasShadow) this.host.triggerSavepoint(colour);
    else this.stop(colour);
  }

  protected savepointing(now: number): void {
    const old = this.colour;
    if (this.#plan.hasShadow) this.#awaitShadowsSavepoint(old, now);
    else if (this.isStopped(old)) this.#startNext(old, now);
    else if (this.host.stopStatus(old) === "failed") this.backTo(old, "savepoint failed");
    else if (this.isLate(now)) this.#goOn(old, "savepoint not completed in time");
    else this.poll(now);
  }

  #awaitShadowsSavepoint(old: Colour, now: number): void {
    const status = this.host.savepointStatus(old);
    if (status === "completed") this.#startNext(old, now);
    else if (status === "failed") this.backTo(old, "savepoint failed");
    else if (this.isLate(now)) this.backTo(old, "savepoint not completed in time");
    else this.poll(now);
  }

  #startNext(old: Colour, now: number): void {
    const next = otherColour(old);
    this.replaceMap(next, "INITIALIZING");
    if (!this.#plan.hasShadow) this.commit();
    this.host.deploy(next, this.startsFrom());
    this.moveTo(`TRANSITIONING_TO_${next}`, "savepoint completed");
    this.setDeadline(now + this.options.abortGraceMillis);
    this.poll(now);
  }

  protected transitioning(now: number): void {
    if (this.host.readConfigMap()[CUT_STAGE] === "COMMITTED") this.#awaitOutput(now);
    else if (this.host.readConfigMap()[STAGE] === "INITIALIZING") this.#awaitShadow(now);
    else this.#awaitStop(now);
  }

  // Ready is not enough: a version that cannot complete a checkpoint is seen before anything stops.
  #awaitShadow(now: number): void {
    const next = this.colour;
    const old = otherColour(next);
    if (this.isReady(next) && this.host.lastCheckpoint(next) !== undefined) {
      this.host.updateConfigMap({ [STAGE]: "TRANSITIONING" });
      this.setDeadline(now + this.options.gateTimeoutMillis);
      this.stop(old);
    } else if (this.isLate(now) || this.hasFailed(next)) {
      this.host.suspend(next, "stateless");
      this.replaceMap(old, "FAILING");
      this.backTo(old, "not ready in time");
      return;
    }
    this.poll(now);
  }

  #awaitStop(now: number): void {
    const next = this.colour;
    const old = otherColour(next);
    if (this.isStopped(old)) {
      // The shadow is cancelled first, so that it does not open where it happens to be.
      this.reload(next);
      this.setDeadline(now + this.options.abortGraceMillis);
    } else if (this.isLate(now)) {
      this.host.suspend(next, "stateless");
      this.replaceMap(old, "FAILING");
      this.#goOn(old, "savepoint not completed in time");
      return;
    } else if (this.host.stopStatus(old) !== "pending") {
      // It failed, and a job that had to be redeployed for it knows of no stop any more.
      this.revive(old);
      if (this.isReady(old)) this.stop(old);
    }
    this.poll(now);
  }

  /** From the savepoint at the cut, onto task managers that run already. */
  protected reload(next: Colour): void {
    this.host.suspend(next, "stateless");
    this.commit();
    this.host.deploy(next, this.startsFrom(), true);
  }

  /** From now on the incoming gates are open. */
  protected commit(): void {
    this.host.updateConfigMap({
      [STAGE]: "TRANSITIONING",
      [CUT_STAGE]: "COMMITTED",
      [CUT]: "savepoint",
    });
  }

  #awaitOutput(now: number): void {
    const next = this.colour;
    const old = otherColour(next);
    if (this.isLate(now) && this.mayRollBack(next)) {
      this.host.suspend(next, "stateless");
      this.replaceMap(old, "FAILING");
      this.rollBack(old);
      return;
    }
    this.tellIfLate(now);
    this.revive(next);
    if (!this.isReady(next) || !this.#hasWritten(next)) {
      this.poll(now);
      return;
    }
    if (this.host.jobStatus(old).exists) {
      this.host.delete(old);
      this.pollSoon(now);
      return;
    }
    this.host.updateConfigMap({ [STAGE]: "RUNNING" });
    this.arrived("the incoming job writes");
  }

  protected startsFrom(): "savepoint" | "latest-checkpoint" {
    return "savepoint";
  }

  protected stop(colour: Colour): void {
    this.host.stop(colour);
  }

  /** FINISHED, not only a savepoint that is there: by then everything is committed (C26). */
  protected isStopped(colour: Colour): boolean {
    return this.host.stopStatus(colour) === "finished";
  }

  /**
   * The incoming job cannot have committed anything, nor pre-committed: a transaction that it leaves
   * open hides what the outgoing job writes until the broker times it out (S12, S13).
   */
  protected mayRollBack(next: Colour): boolean {
    return !this.host.jobStatus(next).hasRun;
  }

  protected rollBack(old: Colour): void {
    this.#goOn(old, "not ready in time");
  }

  // Without checkpoints its output is visible as soon as it runs.
  #hasWritten(next: Colour): boolean {
    return this.options.hasCheckpoints
      ? this.host.lastCheckpoint(next) !== undefined
      : this.isReady(next);
  }

  #goOn(old: Colour, why: string): void {
    this.host.resume(old);
    this.backTo(old, why);
  }
}
