import type { Colour } from "../options.ts";
import type { CutCoordinator } from "../protocol/cut-coordinator.ts";
import {
  CUT,
  CUT_STAGE,
  otherColour,
  STAGE,
  TOGGLE,
  TRANSITION,
} from "../protocol/handover-map.ts";
import type { CheckpointView, ControllerHost } from "./controller-host.ts";
import type { ControllerOptions } from "./controller-options.ts";
import { GuardedController } from "./guarded-controller.ts";

/**
 * Both jobs run until a cut is committed and each is past it, by its checkpoints (repair 7).
 *
 * Before the commit the outgoing job has dropped nothing, so that it can be taken back: at a savepoint
 * that fails, an incoming job that does not get ready, gates that do not answer in time. After it
 * both jobs are needed until the outgoing one has processed and committed what lies before the cut
 * (E3: a checkpoint of it says so, and a stop-with-savepoint commits) and the incoming one has the cut
 * in a checkpoint of its own; one that has failed for good meanwhile is redeployed.
 */
export class CutController extends GuardedController {
  protected readonly coordinator: CutCoordinator;
  #clearedAt: number | undefined;
  #stoppedSince: number | undefined;

  constructor(host: ControllerHost, options: ControllerOptions, coordinator: CutCoordinator) {
    super(host, options);
    this.coordinator = coordinator;
  }

  // A cut that stands is of one hand-over alone.
  protected override refusal(): string | undefined {
    const { standing } = this.coordinator;
    const isUsed = standing !== undefined && this.host.readConfigMap()[CUT] === standing;
    return isUsed ? "its cut has been made already" : undefined;
  }

  protected takeSavepoint(colour: Colour): void {
    if (this.options.startFrom === "savepoint") this.host.triggerSavepoint(colour);
  }

  protected savepointing(now: number): void {
    const old = this.colour;
    const status =
      this.options.startFrom === "savepoint" ? this.host.savepointStatus(old) : "completed";
    if (status === "completed") this.#deployNext(old, now);
    else if (status === "failed") this.backTo(old, "savepoint failed");
    else if (this.isLate(now)) this.backTo(old, "savepoint not completed in time");
    else this.poll(now);
  }

  // The map comes first: the incoming gates find it in `open()`.
  #deployNext(old: Colour, now: number): void {
    const next = otherColour(old);
    const { standing } = this.coordinator;
    this.replaceMap(next, "INITIALIZING");
    if (standing !== undefined) {
      this.host.updateConfigMap({
        [CUT_STAGE]: "COMMITTED",
        [CUT]: standing,
        [TOGGLE]: standing,
      });
    }
    this.#clearedAt = undefined;
    this.#stoppedSince = undefined;
    this.host.deploy(next, this.options.startFrom);
    this.moveTo(`TRANSITIONING_TO_${next}`, "savepoint completed");
    this.setDeadline(now + this.options.abortGraceMillis);
    this.poll(now);
  }

  protected transitioning(now: number): void {
    const data = this.host.readConfigMap();
    const hasFailed = this.hasFailed("BLUE") || this.hasFailed("GREEN");
    if ((this.isLate(now) || hasFailed) && this.mayAbort()) {
      const why = data[STAGE] === "INITIALIZING" ? "not ready in time" : "no agreement in time";
      this.#abort(hasFailed ? "a job has failed for good" : why);
      return;
    }
    this.tellIfLate(now);
    if (data[STAGE] === "INITIALIZING") this.#awaitReadiness(now);
    else if (data[CUT_STAGE] !== "COMMITTED") this.#agree(now);
    else this.#rollForward(now);
  }

  /** The point of no return has not been passed: no outgoing gate has dropped anything. */
  protected mayAbort(): boolean {
    return this.host.readConfigMap()[CUT_STAGE] !== "COMMITTED";
  }

  #awaitReadiness(now: number): void {
    const next = this.colour;
    if (this.isReady(next)) {
      this.setDeadline(now + this.options.gateTimeoutMillis);
      this.host.updateConfigMap({ [STAGE]: "TRANSITIONING" });
    } else if (!this.mayAbort()) {
      this.revive(next);
    }
    this.poll(now);
  }

  #agree(now: number): void {
    const outgoing = otherColour(this.colour);
    const entries = this.coordinator.next({
      data: this.host.readConfigMap(),
      transition: this.transitionId,
      gates: { BLUE: this.host.gateNames("BLUE"), GREEN: this.host.gateNames("GREEN") },
      outgoing,
      nowMillis: now,
      maxWatermark: () => this.host.maxWatermark(),
    });
    if (entries !== undefined) this.host.updateConfigMap(entries);
    this.poll(now);
  }

  #rollForward(now: number): void {
    const next = this.colour;
    const old = otherColour(next);
    this.revive(next);
    if (this.host.jobStatus(old).exists) {
      this.#endOutgoing(old, now);
      return;
    }
    if (!this.holdsCut(next)) {
      this.poll(now);
      return;
    }
    this.host.updateConfigMap({ [STAGE]: "RUNNING" });
    this.arrived("outgoing deployment deleted");
  }

  #endOutgoing(old: Colour, now: number): void {
    if (this.host.readConfigMap()[STAGE] !== "CLEAR_TO_TEARDOWN") {
      this.revive(old);
      if (this.isPast(old)) this.host.updateConfigMap({ [STAGE]: "CLEAR_TO_TEARDOWN" });
      this.poll(now);
      return;
    }
    this.#clearedAt ??= now;
    const due = this.#clearedAt + this.options.deletionDelayMillis;
    if (due > now) {
      this.host.schedule(due);
    } else if (this.hasEnded(old, now)) {
      this.host.delete(old);
      this.pollSoon(now);
    } else {
      this.pollSoon(now);
    }
  }

  /** The outgoing job has processed all that lies before the cut, and a checkpoint holds it. */
  protected isPast(old: Colour): boolean {
    const checkpoint = this.#wholeCheckpoint(old);
    const cut = this.host.readConfigMap()[CUT];
    return (
      checkpoint !== undefined && cut !== undefined && this.coordinator.isPast(cut, checkpoint)
    );
  }

  /** … and the incoming job finds the cut in its own checkpoint, when the map has gone on. */
  protected holdsCut(next: Colour): boolean {
    const { [CUT]: cut, [TRANSITION]: transition } = this.host.readConfigMap();
    return (
      this.#wholeCheckpoint(next)?.gates.every(
        ({ floor, floorTransition }) => floor === cut && floorTransition === transition,
      ) ?? false
    );
  }

  /**
   * Stops the outgoing job so that it commits. A stop that fails is asked for again; one that does not
   * end, because a notification was lost, is ended by a restart from its savepoint, which commits (S5).
   */
  protected hasEnded(old: Colour, now: number): boolean {
    switch (this.host.stopStatus(old)) {
      case "finished":
        return true;
      case "pending":
        this.#stoppedSince ??= now;
        if (this.#stoppedSince + this.options.abortGraceMillis < now) {
          this.#stoppedSince = undefined;
          this.host.resume(old);
        }
        return false;
      default:
        this.#stoppedSince = undefined;
        this.revive(old);
        if (this.isReady(old)) this.host.stop(old);
        return false;
    }
  }

  #wholeCheckpoint(colour: Colour): CheckpointView | undefined {
    const checkpoint = this.host.lastCheckpoint(colour);
    return checkpoint?.gates.length === this.host.gateNames(colour).length ? checkpoint : undefined;
  }

  #abort(why: string): void {
    const next = this.colour;
    const old = otherColour(next);
    this.host.suspend(next, "stateless");
    this.replaceMap(old, "FAILING");
    this.backTo(old, why);
  }
}
