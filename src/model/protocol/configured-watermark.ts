import { publishedController } from "../controller/published-controller.ts";
import type { EventTime } from "../event-time.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import { ACTIVE_COLOUR, IS_FIRST } from "./handover-map.ts";
import {
  DROP,
  type Gate,
  type GateIdentity,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
} from "./protocol.ts";

export interface ConfiguredWatermarkOptions {
  /** T: both gates know it from their configuration. */
  readonly toggleMillis: EventTime;
  /** No gate turns before this long after it took its role, by the wall clock; 0 = no guard. */
  readonly notBeforeMillis: number;
  /** No gate turns below this watermark; MIN_WATERMARK = no guard. */
  readonly notBelowMillis: EventTime;
}

/**
 * T is a setting, nothing is negotiated. Each outgoing subtask tapers off as
 * its own watermark passes T, each incoming one opens as its own does; once turned, a gate stays
 * turned for the attempt (nothing is checkpointed). Roles come from the active colour in the map;
 * a first deployment passes everything.
 *
 * "Not before" counts from when the gate took its role: the outgoing one on learning that the other
 * colour is active, just before that job is created; the incoming one in `open()`; after a restart
 * anew. So the guard itself can turn the two apart.
 */
class ConfiguredWatermarkGate implements Gate {
  readonly #identity: GateIdentity;
  readonly #options: ConfiguredWatermarkOptions;
  #mode: "ACTIVE" | "STANDBY" = "STANDBY";
  #isFirst = true;
  #roleSince = 0;
  #turned = false;

  constructor(identity: GateIdentity, options: ConfiguredWatermarkOptions) {
    this.#identity = identity;
    this.#options = options;
  }

  get hasCrossed(): boolean {
    return this.#turned && !this.#isFirst && this.#mode === "STANDBY";
  }

  get toggle(): number | undefined {
    return this.#isFirst ? undefined : this.#options.toggleMillis;
  }

  onOpen(snapshot: ConfigMapSnapshot): void {
    this.#roleSince = this.#identity.host.wallClockMillis();
    this.onWatchBase(snapshot);
  }

  onWatch(snapshot: ConfigMapSnapshot): void {
    this.onWatchBase(snapshot);
  }

  onWatchBase(snapshot: ConfigMapSnapshot): void {
    this.#isFirst = snapshot.data[IS_FIRST] === "true";
    const mode = snapshot.data[ACTIVE_COLOUR] === this.#identity.colour ? "ACTIVE" : "STANDBY";
    if (mode !== this.#mode || this.#isFirst) this.#turned = false;
    if (mode !== this.#mode) this.#roleSince = this.#identity.host.wallClockMillis();
    this.#mode = mode;
  }

  // One context alone: nothing can be torn. It never calls the API after `open()`.
  onWatchRest(): void {}
  onRead(): void {}
  onWritten(): void {}

  decide(_ts: number, watermark: number): GateStep {
    if (this.#isFirst) return PASS;
    this.#turn(watermark);
    return this.#turned === (this.#mode === "ACTIVE") ? PASS : DROP;
  }

  quietUntil(): number {
    return Number.POSITIVE_INFINITY;
  }

  handOverDone(nowMillis: number, watermark: number): boolean {
    if (this.#isFirst || this.#mode === "ACTIVE") return false;
    return this.#turned || this.#mayTurn(nowMillis, watermark);
  }

  state(): GateState {
    return { mode: this.#mode, first: this.#isFirst, turned: this.#turned };
  }

  #turn(watermark: number): void {
    if (this.#turned || watermark <= this.#options.toggleMillis) return;
    this.#turned = this.#mayTurn(this.#identity.host.wallClockMillis(), watermark);
  }

  #mayTurn(nowMillis: number, watermark: number): boolean {
    const { toggleMillis, notBeforeMillis, notBelowMillis } = this.#options;
    if (watermark <= toggleMillis || watermark < notBelowMillis) return false;
    return nowMillis - this.#roleSince >= notBeforeMillis;
  }
}

/**
 * `configured-watermark` by `crossing`: the original proposal. The gauge alone tells the controller
 * when the outgoing job may go. Needs both jobs to see each record on the same side of their crossing:
 * one partition a gate subtask, watermarks that follow from the records alone, no failure. Cannot do
 * otherwise: where two partitions meet in a gate, watermarks are periodic or a job fails, what lies
 * around the crossing is lost and doubled.
 */
export function configuredWatermark(options: ConfiguredWatermarkOptions): HandoverProtocol {
  return {
    name: "configured-watermark",
    usesGate: true,
    createGate: (identity) => new ConfiguredWatermarkGate(identity, options),
    createController: publishedController({
      transitionMode: "ADVANCED",
      waitsFor: { clearToTeardown: false, handOverDone: true },
      hasGateDeadline: true,
      suspendsBeforeDelete: true,
      abort: { replacesMap: true, redeploysAfterToggle: false },
    }),
  };
}
