import { assert } from "../../engine/assert.ts";
import type { Colour } from "../options.ts";
import { handoverMap, type Stage, TRANSITION } from "../protocol/handover-map.ts";
import type { BlueGreenState, ControllerHost } from "./controller-host.ts";
import { type ControllerOptions, DELETE_RETRY_MILLIS } from "./controller-options.ts";
import type { HandoverController } from "./hand-over-controller.ts";
import type { SpecEdit } from "./spec-edit.ts";

/**
 * What the controllers of the protocols that are not published share (repair 8). An edit while a
 * hand-over is under way is refused; each hand-over has an id of its own; a deadline is always
 * there: before the point of no return it takes the hand-over back, after it it is told and the
 * hand-over goes on.
 *
 * All it needs to know is in its status, the map and the children, so that a restart changes
 * nothing. Not modelled: two operators at once, first deployments, PATCH diffs.
 */
export abstract class GuardedController implements HandoverController {
  protected readonly host: ControllerHost;
  protected readonly options: ControllerOptions;
  #state: BlueGreenState;
  #isFailing = false;
  #editWaits = false;
  #transitions = 0;
  #deadline = 0;
  #isOverdue = false;
  /** Since when an edit waits for the active job to be ready. */
  #waitsSince: number | undefined;

  constructor(host: ControllerHost, options: ControllerOptions) {
    assert(options.deployed !== undefined, "a job runs already");
    this.host = host;
    this.options = options;
    this.#state = `ACTIVE_${options.deployed}`;
  }

  get state(): BlueGreenState {
    return this.#state;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  edit(_kind: SpecEdit): void {
    if (this.#state.startsWith("ACTIVE") || !this.refusesEdits()) this.#editWaits = true;
    else this.host.notice("edit refused: a hand-over is under way");
  }

  // Watches end with the process; everything else it finds again.
  restarted(): void {
    if (!this.#state.startsWith("ACTIVE")) this.host.watchConfigMap();
  }

  reconcile(nowMillis: number): void {
    if (this.#state.startsWith("ACTIVE")) {
      if (this.#editWaits) this.#begin(nowMillis);
    } else if (this.#state.startsWith("SAVEPOINTING")) {
      this.savepointing(nowMillis);
    } else {
      if (this.#editWaits) {
        this.#editWaits = false;
        this.edited(nowMillis);
      }
      this.transitioning(nowMillis);
    }
  }

  /** The savepoint with which a hand-over begins has been asked for. */
  protected abstract savepointing(now: number): void;
  protected abstract transitioning(now: number): void;
  /** Asks for that savepoint. */
  protected abstract takeSavepoint(colour: Colour): void;

  /** Why there can be no hand-over at all; undefined = there can. */
  protected refusal(): string | undefined {
    return undefined;
  }

  protected refusesEdits(): boolean {
    return true;
  }

  protected edited(_now: number): void {}

  /** ACTIVE_x and SAVEPOINTING_x name the job that runs, TRANSITIONING_TO_y the one that comes. */
  protected get colour(): Colour {
    return this.#state.endsWith("BLUE") ? "BLUE" : "GREEN";
  }

  protected get transitionId(): string {
    return `hand-over-${this.#transitions}`;
  }

  protected isReady(colour: Colour): boolean {
    const status = this.host.jobStatus(colour);
    return status.exists && status.running && status.stable;
  }

  protected setDeadline(atMillis: number): void {
    this.#deadline = atMillis;
    this.#isOverdue = false;
  }

  protected isLate(now: number): boolean {
    return this.#deadline < now;
  }

  /** Past the deadline and past the point of no return: it is told, once, and goes on. */
  protected tellIfLate(now: number): void {
    if (!this.isLate(now) || this.#isOverdue) return;
    this.#isOverdue = true;
    this.#isFailing = true;
    this.host.notice("hand-over overdue: it can only go forward");
  }

  /** Looks again after the usual interval; a deadline is not missed. */
  protected poll(now: number): void {
    const next = now + this.options.rescheduleMillis;
    const due = this.#deadline + 1;
    this.host.schedule(due > now && due < next ? due : next);
  }

  protected pollSoon(now: number): void {
    this.host.schedule(now + Math.min(DELETE_RETRY_MILLIS, this.options.rescheduleMillis));
  }

  protected replaceMap(active: Colour, stage: Stage): void {
    this.host.replaceConfigMap({
      ...handoverMap(active, stage, false, this.options.deletionDelayMillis),
      [TRANSITION]: this.transitionId,
    });
  }

  /** The hand-over came to nothing: the job of `old` is the active one again, so that it has to run. */
  protected backTo(old: Colour, why: string): void {
    this.#isFailing = true;
    this.revive(old);
    this.moveTo(`ACTIVE_${old}`, why);
  }

  protected arrived(why: string): void {
    this.#isFailing = false;
    this.moveTo(`ACTIVE_${this.colour}`, why);
  }

  /** A job whose restarts are exhausted is redeployed where its output ends (F7). */
  protected revive(colour: Colour): void {
    if (this.hasFailed(colour)) this.host.resume(colour);
  }

  protected hasFailed(colour: Colour): boolean {
    return this.host.jobStatus(colour).failed;
  }

  protected moveTo(state: BlueGreenState, why: string): void {
    const from = this.#state;
    this.#state = state;
    this.host.transition(from, state, why);
  }

  // A job that is restarting is waited for, but not for ever.
  #begin(now: number): void {
    const isReady = this.isReady(this.colour);
    if (this.#waitsSince === undefined) this.setDeadline(now + this.options.abortGraceMillis);
    const why = this.refusal() ?? (isReady || !this.isLate(now) ? undefined : "no job is ready");
    if (why === undefined && !isReady) {
      this.#waitsSince ??= now;
      this.poll(now);
      return;
    }
    this.#editWaits = false;
    this.#waitsSince = undefined;
    this.#isFailing = why !== undefined;
    if (why !== undefined) {
      this.host.notice(`hand-over refused: ${why}`);
      return;
    }
    this.#transitions++;
    this.setDeadline(now + this.options.abortGraceMillis);
    const old = this.colour;
    this.host.watchConfigMap();
    this.takeSavepoint(old);
    this.moveTo(`SAVEPOINTING_${old}`, "spec changed");
    this.poll(now);
  }
}
