/**
 * The operator's blue/green controller (K12) as a state machine: it polls, writes the ConfigMap
 * unconditionally (M2), and knows nothing of a job beyond STABLE and RUNNING.
 *
 * As published: fault 5 (past its deadline the gate phase is aborted, which duplicates), fault 13
 * (the ready stamp outlives an abort; an option), fault 14 (the outgoing job is gone, the incoming
 * one flaps: an abort without a target), fault 22 (teardown at the first CLEAR), fault 23 (an abort
 * of V1/V2 keeps T), fault 27 (the redeployed outgoing job stays suspended), fault 31 (a failed
 * savepoint marks the edit as done). Edits while a hand-over is under way change the incoming job in
 * place: fault 15 (the ready stamp outlives it), fault 28 (the map is replaced, T with it); a patch
 * of the active job after an abort counts two children, fault 26; a retry resumes the incoming job
 * where it was suspended, fault 16.
 * Not modelled: stale trigger ids, suspend and resume, `initialSavepointPath`, an abort of a patch, a
 * cached ConfigMap (M2: its single-entry update is a patch here).
 */
import type { Colour } from "../options.ts";
import {
  ACTIVE_COLOUR,
  handoverMap,
  otherColour,
  STAGE,
  type Stage,
  TOGGLE,
} from "../protocol/handover-map.ts";
import type { BlueGreenState, ControllerHost } from "./controller-host.ts";
import type { PublishedControllerOptions } from "./controller-options.ts";
import type { HandoverController } from "./hand-over-controller.ts";
import { OutgoingEnd } from "./outgoing-end.ts";
import type { SpecEdit } from "./spec-edit.ts";

/** Drive it with `reconcile(now)`, at every instant it asked for and at every event of a child. */
export class BlueGreenController implements HandoverController {
  readonly #host: ControllerHost;
  readonly #options: PublishedControllerOptions;
  #state: BlueGreenState;
  #isDeployed: boolean;
  /** An edit of the spec that is not reconciled yet. */
  #edit: SpecEdit | undefined;
  #isPatching = false;
  #savepointed = false;
  #isFailing = false;
  #abortAt = 0;
  #readyAt: number | undefined;
  #gateIsOpen = false;
  #clearedAt: number | undefined;
  readonly #outgoingEnd: OutgoingEnd;

  constructor(host: ControllerHost, options: PublishedControllerOptions) {
    this.#host = host;
    this.#options = options;
    this.#outgoingEnd = new OutgoingEnd(host, options);
    this.#isDeployed = options.deployed !== undefined;
    this.#state =
      options.deployed === undefined ? "INITIALIZING_BLUE" : `ACTIVE_${options.deployed}`;
  }

  get state(): BlueGreenState {
    return this.#state;
  }

  get isFailing(): boolean {
    return this.#isFailing;
  }

  edit(kind: SpecEdit): void {
    this.#edit = kind;
  }

  // State and time stamps are in the status. Since when the gates are done it counts anew.
  restarted(): void {
    this.#clearedAt = undefined;
    this.#outgoingEnd.reset();
  }

  /** One pass of the reconciler at wall-clock `nowMillis`. */
  reconcile(nowMillis: number): void {
    const state = this.#state;
    if (state === "INITIALIZING_BLUE") this.#initialise(nowMillis);
    else if (state.startsWith("ACTIVE")) this.#active(nowMillis);
    else if (state.startsWith("SAVEPOINTING")) this.#savepointing(nowMillis);
    else this.#transitioning(nowMillis);
  }

  #initialise(now: number): void {
    if (this.#isFailing && this.#edit === undefined) return;
    this.#edit = undefined;
    this.#isFailing = false;
    this.#replaceMap("BLUE", "INITIALIZING", true);
    this.#host.deploy("BLUE", "nothing");
    this.#beginTransition("BLUE", now, "no last spec");
  }

  #active(now: number): void {
    const edit = this.#edit;
    if (edit === undefined) return;
    this.#edit = undefined;
    const colour = this.#colour;
    if (!this.#isReady(colour)) {
      this.#isFailing = true;
      return;
    }
    this.#isFailing = false;
    if (edit === "patch") {
      this.#patchActive(colour, now);
      return;
    }
    if (this.#options.startFrom !== "savepoint") {
      this.#deployNext(now, "spec changed");
      return;
    }
    this.#host.triggerSavepoint(colour);
    this.#moveTo(`SAVEPOINTING_${colour}`, "spec changed");
    this.#host.schedule(this.#nextPoll(now));
  }

  // No timeout, as in the published code: a savepoint that stays pending is polled for ever.
  #savepointing(now: number): void {
    const colour = this.#colour;
    const status = this.#host.savepointStatus(colour);
    if (status === "pending") {
      this.#host.schedule(this.#nextPoll(now));
      return;
    }
    this.#moveTo(`ACTIVE_${colour}`, `savepoint ${status}`);
    if (status !== "completed") {
      // The spec counts as reconciled: the upgrade is silently not tried again (fault 31).
      this.#isFailing = true;
      return;
    }
    this.#savepointed = true;
    this.#deployNext(now, "savepoint completed");
  }

  // M1: the map is replaced before the incoming job is created: the outgoing gate is STANDBY first.
  #deployNext(now: number, why: string): void {
    const next = otherColour(this.#colour);
    this.#replaceMap(next, "INITIALIZING", false);
    // A child that an abort has left suspended goes on where it was (fault 16, FLINK-41404).
    const isLeft = this.#host.jobStatus(next).exists;
    this.#host.deploy(next, isLeft ? "own-checkpoint" : this.#options.startFrom);
    // The child is created from the newest spec, so that an edit in between is in it.
    this.#edit = undefined;
    this.#beginTransition(next, now, why);
  }

  // "First" is computed from the number of children, and after an abort there are two (fault 26).
  #patchActive(colour: Colour, now: number): void {
    const isOnly = !this.#host.jobStatus(otherColour(colour)).exists;
    this.#replaceMap(colour, "INITIALIZING", isOnly);
    this.#host.deploy(colour, "own-checkpoint");
    this.#beginTransition(colour, now, "spec patched");
    this.#isPatching = true;
  }

  // The incoming job is upgraded in place and the gate phase begins anew: T is gone (fault 28), the
  // stamp of the older revision's readiness stays (fault 15, FLINK-41074).
  #patchIncoming(now: number): void {
    this.#edit = undefined;
    const next = this.#colour;
    this.#replaceMap(next, "INITIALIZING", !this.#isDeployed);
    this.#host.deploy(next, "own-checkpoint");
    this.#beginPhase(now);
  }

  #beginTransition(next: Colour, now: number, why: string): void {
    this.#isPatching = false;
    this.#moveTo(`TRANSITIONING_TO_${next}`, why);
    this.#beginPhase(now);
  }

  #beginPhase(now: number): void {
    this.#abortAt = now + this.#options.abortGraceMillis;
    this.#gateIsOpen = false;
    this.#clearedAt = undefined;
    this.#outgoingEnd.reset();
    this.#host.schedule(this.#nextPoll(now));
  }

  #transitioning(now: number): void {
    if (this.#edit !== undefined) {
      this.#patchIncoming(now);
      return;
    }
    const next = this.#colour;
    const { hearsOfReadiness } = this.#options;
    if (!this.#isReady(next) && !(hearsOfReadiness && this.#wasReady)) {
      if (this.#abortAt < now && !this.#isPatching) this.#abort("not ready within the abort grace");
      else this.#host.schedule(hearsOfReadiness ? this.#abortAt + 1 : this.#nextPoll(now));
      return;
    }
    this.#readyAt ??= now;
    if (this.#isPatching) this.#finalise("patched job ready");
    else if (!this.#isDeployed) this.#finalise("first deployment ready");
    else if (this.#isBasic) this.#deleteAfter(this.#readyAt, now);
    else this.#gatePhase(now);
  }

  /** In this phase; the stamp may be of an older one (fault 15). */
  get #wasReady(): boolean {
    return this.#gateIsOpen || (this.#isBasic && this.#readyAt !== undefined);
  }

  get #isBasic(): boolean {
    return this.#options.rules.transitionMode === "BASIC";
  }

  #gatePhase(now: number): void {
    if (!this.#gateIsOpen) {
      this.#gateIsOpen = true;
      if (this.#hasGateDeadline) this.#abortAt = now + this.#options.gateTimeoutMillis;
      this.#host.updateConfigMap({ [STAGE]: "TRANSITIONING" });
    }
    if (this.#clearedAt === undefined) {
      if (this.#isCleared()) {
        this.#clearedAt = now;
      } else {
        if (!this.#hasGateDeadline || this.#abortAt >= now)
          this.#host.schedule(this.#nextPoll(now));
        else if (!this.#options.givesUpSilently) this.#abort("gate timeout");
        return;
      }
    }
    this.#deleteAfter(this.#clearedAt, now);
  }

  get #hasGateDeadline(): boolean {
    return this.#options.rules.hasGateDeadline || this.#options.givesUpSilently;
  }

  #nextPoll(now: number): number {
    return now + this.#options.rescheduleMillis;
  }

  #isCleared(): boolean {
    const { waitsFor } = this.#options.rules;
    if (waitsFor.clearToTeardown && this.#host.readConfigMap()[STAGE] !== "CLEAR_TO_TEARDOWN") {
      return false;
    }
    return !waitsFor.handOverDone || this.#host.gateGauge(otherColour(this.#colour)) >= 1;
  }

  // Deleted and finalised in the same pass once the job is gone.
  #deleteAfter(since: number, now: number): void {
    const old = otherColour(this.#colour);
    if (this.#outgoingEnd.isGone(old, since, now)) this.#finalise("outgoing deployment deleted");
  }

  // T and first-deployment stay in the map until the next transition or abort.
  #finalise(why: string): void {
    this.#host.updateConfigMap({ [STAGE]: "RUNNING" });
    this.#isDeployed = true;
    this.#isFailing = false;
    this.#savepointed = false;
    this.#readyAt = undefined;
    this.#moveTo(`ACTIVE_${this.#colour}`, why);
  }

  #abort(why: string): void {
    const next = this.#colour;
    this.#host.suspend(next, "stateless");
    this.#isFailing = true;
    if (!this.#options.keepsStaleReadyStamp) this.#readyAt = undefined;
    if (this.#isDeployed) this.#returnTo(otherColour(next));
    this.#moveTo(this.#isDeployed ? `ACTIVE_${otherColour(next)}` : "INITIALIZING_BLUE", why);
  }

  #returnTo(old: Colour): void {
    const { abort } = this.#options.rules;
    const hadToggle = this.#host.readConfigMap()[TOGGLE] !== undefined;
    if (abort.replacesMap) this.#replaceMap(old, "FAILING", true);
    else this.#host.updateConfigMap({ [STAGE]: "FAILING", [ACTIVE_COLOUR]: old });
    if (abort.redeploysAfterToggle && hadToggle && this.#savepointed) this.#host.redeploy(old);
    this.#savepointed = false;
  }

  #replaceMap(active: Colour, stage: Stage, isFirst: boolean): void {
    this.#host.replaceConfigMap(
      handoverMap(active, stage, isFirst, this.#options.deletionDelayMillis),
    );
  }

  #isReady(colour: Colour): boolean {
    const status = this.#host.jobStatus(colour);
    return status.exists && status.running && status.stable;
  }

  // ACTIVE_x and SAVEPOINTING_x name the job that runs, TRANSITIONING_TO_y the one that comes.
  get #colour(): Colour {
    return this.#state.endsWith("BLUE") ? "BLUE" : "GREEN";
  }

  #moveTo(state: BlueGreenState, why: string): void {
    const from = this.#state;
    this.#state = state;
    this.#host.transition(from, state, why);
  }
}
